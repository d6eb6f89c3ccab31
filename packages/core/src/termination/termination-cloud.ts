import type { Call } from '../creation/creation-cloud.js';
import type { ManagedInstance } from '../creation/managed-instance.js';

/** What a cloud brings to the end of a machine; `endInstance` does the rest. */
export interface TerminationCloud {
  /** For how long after a change reads may show what was before, in milliseconds; 0 where they never do. */
  readonly visibilityWindowMs: number;

  /**
   * Makes one delete request. Answers `ended` when the cloud has shown the deletion already, `requested` when it has to
   * be looked for.
   *
   * @throws InstanceNotFoundError
   * @throws InstanceLockedError when the machine cannot be deleted just now
   */
  requestEnd(instanceId: string, call: Call): Promise<'ended' | 'requested'>;

  /** @throws InstanceNotFoundError */
  readInstance(instanceId: string, call: Call): Promise<ManagedInstance>;
}

/** A machine cannot be changed just now because something else is under way on it. `cause` says what the cloud said. */
export class InstanceLockedError extends Error {
  override readonly name = 'InstanceLockedError';
}
