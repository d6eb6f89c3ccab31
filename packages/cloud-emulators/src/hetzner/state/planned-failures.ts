import type { PlannedFailure } from './action.js';

/** Which of the coming actions fail. */
export class PlannedFailures {
  readonly #planned: { readonly command: string; readonly failure: PlannedFailure }[] = [];

  add(command: string, failure: PlannedFailure, times: number): void {
    for (let time = 0; time < times; time++) this.#planned.push({ command, failure });
  }

  /** The failure of an action that starts now, the earliest planned first. */
  take(command: string): PlannedFailure | undefined {
    const index = this.#planned.findIndex((each) => each.command === command);
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.failure;
  }
}
