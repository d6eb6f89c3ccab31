import type { ManagedInstance } from '@stagely/core/plugin';

/** An instance of EC2 as this provider knows it. */
export interface AwsInstance extends ManagedInstance {
  /** EC2's own id, without the region. */
  readonly ec2Id: string;
  /** Whether Stagely has made it. */
  readonly managed: boolean;
  /** How often the tokens of its key had been found used when it was requested. */
  readonly generation?: number | undefined;
}
