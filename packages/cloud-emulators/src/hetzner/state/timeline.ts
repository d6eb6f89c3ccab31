/** A value from a time on, in milliseconds since the epoch. */
export interface Step<T> {
  readonly from: number;
  readonly value: T;
}

/**
 * A value over time, past and future: what it was, so that a read can be answered as of an earlier time, and
 * what it is going to be, so that nothing has to wake up for it.
 */
export class Timeline<T> {
  /** By time. The first holds for all time before it as well. */
  #steps: readonly [Step<T>, ...Step<T>[]];

  constructor(from: number, value: T, ...later: readonly Step<T>[]) {
    this.#steps = [{ from, value }, ...later];
  }

  at(time: number): T {
    return (this.#steps.findLast(({ from }) => from <= time) ?? this.#steps[0]).value;
  }

  /** The value that holds in the end, if nothing more is planned. */
  get latest(): T {
    return (this.#steps.at(-1) ?? this.#steps[0]).value;
  }

  /** Replaces all that was planned from the first step's time on. Steps must be given by time. */
  plan(...steps: readonly Step<T>[]): void {
    const [next] = steps;
    if (next === undefined) return;
    const [first, ...rest] = this.#steps;
    this.#steps = [first, ...rest.filter(({ from }) => from < next.from), ...steps];
  }
}
