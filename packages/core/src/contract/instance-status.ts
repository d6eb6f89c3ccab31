/** The normalized states of a machine. `stopped` machines are still billed on every cloud. */
export type InstanceState = 'pending' | 'running' | 'stopped' | 'terminated';

/** What a machine is doing now. */
export interface InstanceStatus {
  readonly instanceId: string;
  readonly state: InstanceState;
  /** The public IPv4 address; absent until it is assigned. */
  readonly publicIp?: string;
  /** The private IPv4 address; absent where the machine has none. */
  readonly privateIp?: string;
  /** When the cloud created it. */
  readonly launchedAt?: Date;
  /** State is `running` and `publicIp` is set. */
  readonly ready: boolean;
  /** Why it ended or stopped, where the cloud says so: spot reclaimed, no capacity. */
  readonly reason?: string;
  /** The end of its lease; absent without one. `reapInstances` decides by it. */
  readonly expiresAt?: Date;
}
