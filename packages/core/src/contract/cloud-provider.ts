import type { StagelyError } from '../errors/stagely-error.js';
import type { CallOptions } from './call-options.js';
import type { CreatedInstance } from './created-instance.js';
import type { InstanceSpec } from './instance-spec.js';
import type { InstanceStatus } from './instance-status.js';
import type { InstanceFilter, ListedInstance } from './listed-instance.js';
import type { RequestLimits } from './request-limits.js';
import type { SweepResult } from './sweep-result.js';

/** The version of the contract below. It grows by optional members only. */
export const CONTRACT_VERSION = 1;

/**
 * A cloud that machines can be created on.
 *
 * Every method rejects with a `StagelyError` and with nothing else: `InvalidInputError` before any
 * request leaves, `InvalidCredentialsError`, `QuotaExceededError`, `CapacityUnavailableError`,
 * `RateLimitedError`, `NetworkFailureError` and `OperationAbortedError` from any of them. Providers do
 * not retry a failed operation; `retry()` does.
 */
export interface CloudProvider {
  /** `aws`, `digitalocean`, `hetzner`, `mock`, or the name a third party chose. */
  readonly name: string;

  /**
   * Creates a machine, or returns the live one that has the same idempotency key, and resolves once it
   * has a public IPv4 address (not when it is running: see `waitUntilReady`).
   *
   * Every rejection carries `outcome` and `idempotencyKey`: `no-instance` means none was made, or it is
   * verifiably deleted; `instance-exists` comes with `instanceId`; `unknown` only where the cloud could
   * not be asked.
   *
   * @throws IdempotencyConflictError when the key belongs to a machine with another spec
   * @throws ReadinessTimeoutError when the machine got no address in time
   */
  createInstance(spec: InstanceSpec, options?: CallOptions): Promise<CreatedInstance>;

  /**
   * Tells what a machine is doing.
   *
   * @throws InstanceNotFoundError when the cloud does not know it; one that has ended and that the cloud
   * still shows has the state `terminated`
   */
  getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus>;

  /** Ends a machine, and resolves once the cloud shows the deletion. Succeeds for one that is gone or never was. */
  terminateInstance(instanceId: string, options?: CallOptions): Promise<void>;

  /**
   * Makes one cheap call to see whether the credentials work.
   *
   * @throws InvalidCredentialsError when they do not, or lack a permission (named in the message)
   */
  validateCredentials(options?: CallOptions): Promise<void>;

  /** Lists the machines that Stagely manages, page by page as they are consumed. */
  listInstances(filter?: InstanceFilter, options?: CallOptions): AsyncIterable<ListedInstance>;

  /**
   * Renews, shortens or, with `undefined`, removes the lease of a machine.
   *
   * @throws InstanceNotFoundError when the cloud does not know it, or it has ended
   */
  setExpiry(instanceId: string, expiresAt: Date | undefined, options?: CallOptions): Promise<void>;

  /** Reads many machines with few requests. One bad id never fails its neighbours: each has a status or an error of its own. */
  getInstanceStatuses?(
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, InstanceStatus | StagelyError>>;

  /** Removes leftovers beside machines: launch templates, unassigned addresses, unused tags of Stagely's own. */
  sweep?(options?: CallOptions): Promise<SweepResult>;

  /** The cloud's published request budget. */
  readonly limits?: RequestLimits;
}
