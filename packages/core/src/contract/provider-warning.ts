/**
 * What a provider can warn about:
 *
 * - `emulated_architecture`: the cloud lacks the architecture; the workload runs under emulation
 * - `no_spot`: the cloud has no spot instances; an on-demand one was made
 * - `spot_unavailable`: no spot capacity now; an on-demand one was made
 * - `other_instance_type`: another instance type than the first choice was used
 * - `deprecated_instance_type`: the instance type used is on its way out
 * - `other_image`: another image than the first choice was used
 * - `account_warning`: the cloud says something about the account that needs attention
 * - `cleanup_failed`: something beside the machine could not be removed; `sweep()` will
 */
export type ProviderWarningCode =
  | 'emulated_architecture'
  | 'no_spot'
  | 'spot_unavailable'
  | 'other_instance_type'
  | 'deprecated_instance_type'
  | 'other_image'
  | 'account_warning'
  | 'cleanup_failed';

/** Something the caller should know about a machine that was created all the same. */
export interface ProviderWarning {
  /** What kind of warning it is, for programs. */
  readonly code: ProviderWarningCode;
  /** What happened, for people. */
  readonly message: string;
}
