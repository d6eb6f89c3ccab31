/** What goes wrong next, as arranged by a test's author. */
export class PlannedFailures {
  readonly #remaining = { creation: 0, action: 0, deletion: 0 };

  /** Arranges that the next `count` of a kind fail, in place of what was arranged before. */
  plan(kind: PlannedFailure, count: number): void {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`The count must be a whole number from 0 upwards, not ${count}.`);
    }
    this.#remaining[kind] = count;
  }

  /** Whether this one fails. */
  take(kind: PlannedFailure): boolean {
    if (this.#remaining[kind] === 0) return false;
    this.#remaining[kind] -= 1;
    return true;
  }
}

export type PlannedFailure = 'creation' | 'action' | 'deletion';
