/**
 * A value that remembers what it was, so that a read can be answered as of an earlier time.
 *
 * Only what a request changed belongs in it (a deletion asked for, new labels). What follows from time
 * alone (pending, then running) is computed on reading, from the value and the time read for.
 */
export class History<T> {
  readonly #versions: { readonly from: number; readonly value: T }[] = [];
  #current: T;

  constructor(from: number, value: T) {
    this.#current = value;
    this.set(from, value);
  }

  /** The newest value. */
  get current(): T {
    return this.#current;
  }

  /** Replaces the value from `from` on; times must not go back. */
  set(from: number, value: T): void {
    this.#current = value;
    this.#versions.push({ from, value });
  }

  /** The value at a time; undefined before the first one. */
  asOf(time: number): T | undefined {
    return this.#versions.findLast(({ from }) => from <= time)?.value;
  }
}
