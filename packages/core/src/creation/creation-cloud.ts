import type { ProviderWarning } from '../contract/provider-warning.js';
import type { Operation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import type { InstanceMark, ManagedInstance } from './managed-instance.js';

/** The operation a request belongs to, and what ends it early. */
export interface Call {
  readonly operation: Operation;
  readonly signal?: AbortSignal | undefined;
}

/** One create request of a creation. */
export interface Launch {
  /** Every error of the request carries it. */
  readonly operation: Operation;
  /** To be written on the machine by the create request itself, so that a lost answer finds its machine: 12 hexadecimal digits. */
  readonly creator: string;
  /** Counts from 0: how often the name or token of this key was found taken by a machine that is of no use. */
  readonly generation: number;
}

/** A machine that a create request has made. */
export interface LaunchedInstance {
  readonly instanceId: string;
  /** What the caller should know of the way it was made. */
  readonly warnings: readonly ProviderWarning[];
}

/**
 * What a cloud brings to the creation of machines; `InstanceCreations` does the rest. A `Plan` is one way to make the
 * machine: an instance type, a market.
 */
export interface CreationCloud<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  /** For how long after a change reads may show what was before, in milliseconds; 0 where they never do. */
  readonly visibilityWindowMs: number;

  /**
   * Whether the cloud itself refuses a second machine with the key, as it does where the key is in a unique name that no
   * mark changes: no look-up for a race is needed then. Default: false.
   */
  readonly refusesSecondWithKey?: boolean | undefined;

  /**
   * To how many milliseconds the cloud rounds launch times. Within so much the order of machines is that of their ids,
   * which need not be that of their launches; 0 where ids go up with launches. Default: 1,000.
   */
  readonly launchTimeResolutionMs?: number | undefined;

  /**
   * The machines that carry the spec's key and have not ended, as far as reads show them. Where keys count by region,
   * those of the spec's region.
   */
  findByKey(spec: Spec, call: Call): Promise<readonly ManagedInstance[]>;

  /**
   * The ways to make the machine, the best one first.
   *
   * @throws CapacityUnavailableError when there is none
   */
  plan(spec: Spec, call: Call): Promise<readonly Plan[]>;

  /**
   * Makes one create request and awaits its answer, whatever the caller's signal says, with a time limit of its own.
   *
   * The `outcome` of an error says what is known: `no-instance` that the cloud refused, `unknown` that the request may
   * still be carried out (it timed out), and none that an answer was lost, which a look-up settles.
   *
   * @throws CapacityUnavailableError to have the next plan tried
   * @throws LaunchTakenError when the name or token of the request is in use
   */
  launch(spec: Spec, plan: Plan, launch: Launch): Promise<LaunchedInstance>;

  /**
   * Awaits what the cloud says of the launch beside the machine itself, such as its actions.
   *
   * @throws whatever it says went wrong
   */
  confirmLaunch?(launched: LaunchedInstance, call: Call): Promise<void>;

  /**
   * Reads a machine by its id.
   *
   * @throws InstanceNotFoundError
   */
  readInstance(instanceId: string, call: Call): Promise<ManagedInstance>;

  /** The error for a machine that has ended or stopped before it had an address. Default: by its `reason`. */
  explainEnd?(instance: ManagedInstance, operation: Operation): Error;

  /**
   * Sets or removes a mark on a machine, each in a way that changes nothing else and is not undone by other changes. A
   * machine that is locked for the moment is a `NetworkFailureError` or is waited for. Without marks, a call that is
   * aborted may end a machine that a call in another process has just adopted.
   *
   * @throws InstanceNotFoundError
   */
  markInstance?(instanceId: string, mark: InstanceMark, set: boolean, call: Call): Promise<void>;

  /** Ends a machine, and resolves once the cloud shows the deletion; succeeds for one that is gone. */
  endInstance(instanceId: string, call: Call): Promise<void>;

  /** What a caller of this spec should know of a machine, whether it was just made or adopted: another type, no spot. */
  warningsFor(spec: Spec, instance: ManagedInstance): readonly ProviderWarning[];
}

/** The name or token of a create request is in use: by another machine with the key, or by one that has ended. */
export class LaunchTakenError extends Error {
  override readonly name = 'LaunchTakenError';
}
