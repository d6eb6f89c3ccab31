import type { Architecture } from '../contract/instance-spec.js';
import type { ListedInstance } from '../contract/listed-instance.js';

/** A machine as its provider reads it from the cloud: what the contract shows of it, and what Stagely wrote on it. */
export interface ManagedInstance extends ListedInstance {
  readonly architecture: Architecture;
  readonly spotInstance: boolean;
  /** What `hashInstanceSpec()` made of its spec; absent on a machine that is not Stagely's. */
  readonly specHash?: string | undefined;
  /** Which provider object requested it: `Launch.creator` of that request, as it was written on the machine. */
  readonly creator?: string | undefined;
  /** Whether a call that found the machine has taken it: `InstanceMark` `adopted`. */
  readonly adopted?: boolean | undefined;
  /** Whether the call that made the machine is about to end it: `InstanceMark` `abandoned`. */
  readonly abandoned?: boolean | undefined;
}

/**
 * What concurrent calls tell each other on the machine itself: who adopts it says so before it returns the machine,
 * and who made it says that it gives it up before it looks for that.
 */
export type InstanceMark = 'adopted' | 'abandoned';
