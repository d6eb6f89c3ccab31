import type { Architecture } from './instance-spec.js';
import type { ProviderWarning } from './provider-warning.js';

/** The machine that `createInstance` made or found. */
export interface CreatedInstance {
  /** Opaque; store it and give it back to the same provider. */
  readonly instanceId: string;
  /** The public IPv4 address. */
  readonly publicIp: string;
  /** The provider's own name of the region the machine is in. */
  readonly region: string;
  /** The instance type really used, such as `cx23`. */
  readonly instanceType: string;
  /** The architecture really used. */
  readonly architecture: Architecture;
  /** Whether it is a spot instance. */
  readonly spotInstance: boolean;
  /** The key given, or the one made. */
  readonly idempotencyKey: string;
  /** The end of its lease; absent without one. */
  readonly expiresAt?: Date;
  /** Whether this is an earlier machine with the same idempotency key. */
  readonly reused: boolean;
  /** What the caller should know; empty when all went as asked. */
  readonly warnings: readonly ProviderWarning[];
}
