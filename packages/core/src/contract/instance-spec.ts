/** Machine sizes; each provider maps them to instance types of its own. */
export type InstanceSize = 'small' | 'medium' | 'large';

/** Processor architectures. */
export type Architecture = 'amd64' | 'arm64';

/**
 * Options that only one provider understands, by provider name.
 *
 * A provider package refines this interface by declaration merging, so
 * `import type {} from '@stagely/provider-aws'` types `providerOptions.aws`.
 */
export interface ProviderOptions {
  [provider: string]: object | undefined;
}

/** The machine to create. */
export interface InstanceSpec {
  /** How large the machine is. */
  size: InstanceSize;
  /** The processor architecture the workload needs. */
  architecture: Architecture;
  /** The provider's own region name, such as `eu-west-1` or `nbg1`. Default: the one in the credentials. */
  region?: string | undefined;
  /** Cloud-init text, not base64. Treated as a secret: it never appears in an error or a log line. */
  userData?: string | undefined;
  /**
   * Tags, put on the machine by the create call itself and returned by `listInstances` as they went
   * in. At most 40; keys up to 127 and values up to 256 characters, less where the cloud holds less.
   * Keys starting with `stagely` are reserved, but for `stagely_test`, which is yours: a mark for test machines.
   */
  tags?: Record<string, string> | undefined;
  /** Ask for spot capacity; falls back to on-demand with a warning. Default: false. */
  spotInstance?: boolean | undefined;
  /**
   * At most one live machine exists per key and account (AWS: and region). Up to 255 characters.
   * Default: a random one.
   */
  idempotencyKey?: string | undefined;
  /**
   * The end of the machine's lease: `reapInstances()` ends it after this time. Default: no lease.
   * Kept to the millisecond.
   */
  expiresAt?: Date | undefined;
  /** Options of single providers; those of other providers are ignored. */
  providerOptions?: ProviderOptions | undefined;
}
