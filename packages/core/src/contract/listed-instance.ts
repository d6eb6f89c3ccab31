import type { InstanceStatus } from './instance-status.js';

/** A machine as `listInstances` finds it: everything here comes from the cloud, nothing from memory. */
export interface ListedInstance extends InstanceStatus {
  readonly region: string;
  readonly instanceType: string;
  /** The tags of the spec, exactly as they went in; Stagely's own are not among them. */
  readonly tags: Readonly<Record<string, string>>;
  /** What `hashIdempotencyKey()` makes of the machine's key. */
  readonly idempotencyKeyHash?: string;
}

/** Which machines to list. Without anything: all that Stagely manages, in every enabled region, and nothing else. */
export interface InstanceFilter {
  /** Only machines that carry all of these tags with these values. */
  tags?: Record<string, string> | undefined;
  /** Only the machine made with this key. */
  idempotencyKey?: string | undefined;
  /** Only machines in this region. */
  region?: string | undefined;
  /** Also machines that have ended and that the cloud still shows. Default: false. */
  includeTerminated?: boolean | undefined;
}
