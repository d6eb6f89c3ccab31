interface Due<T> {
  readonly at: number;
  readonly item: T;
}

/** Things that become due at a time, in that order. Cheap when they are added roughly in order. */
export class DueQueue<T> {
  #entries: Due<T>[] = [];

  /** Adds an item that becomes due at `at`; of equal times the earlier added comes first. */
  add(at: number, item: T): void {
    const before = this.#entries.findLastIndex((entry) => entry.at <= at);
    this.#entries.splice(before + 1, 0, { at, item });
  }

  delete(item: T): void {
    const index = this.#entries.findIndex((entry) => entry.item === item);
    if (index >= 0) this.#entries.splice(index, 1);
  }

  /** What is due at `now`, left in the queue. */
  dueBy(now: number): Due<T>[] {
    const rest = this.#entries.findIndex((entry) => entry.at > now);
    return this.#entries.slice(0, rest < 0 ? undefined : rest);
  }

  /** What is due at `now`, taken out of the queue. */
  takeDue(now: number): Due<T>[] {
    const due = this.dueBy(now);
    if (due.length > 0) this.#entries = this.#entries.slice(due.length);
    return due;
  }
}
