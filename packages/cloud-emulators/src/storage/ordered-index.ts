/** Where an item stands in the order of creation. */
export interface Ordered {
  /** Unique and upwards. */
  readonly sequence: number;
  /** Milliseconds since the epoch; never less than that of an earlier sequence. */
  readonly createdAt: number;
}

/** Items in the order of creation, reached by position, by sequence or by time without a scan. */
export class OrderedIndex<T extends Ordered> {
  #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  at(position: number): T | undefined {
    return this.#items[position];
  }

  insert(item: T): void {
    this.#items.splice(this.positionAfter(item.sequence), 0, item);
  }

  remove(items: ReadonlySet<T>): void {
    if (items.size > 1) {
      this.#items = this.#items.filter((item) => !items.has(item));
      return;
    }
    for (const item of items) {
      const position = this.positionOf(item);
      if (position !== undefined) this.#items.splice(position, 1);
    }
  }

  positionOf(item: T): number | undefined {
    const position = this.positionAfter(item.sequence) - 1;
    return this.#items[position] === item ? position : undefined;
  }

  /** The position of the first item with a higher sequence. */
  positionAfter(sequence: number): number {
    return this.#countWhile((item) => item.sequence <= sequence);
  }

  /** How many items there were at a time; they are the first ones. */
  countCreatedBy(time: number): number {
    return this.#countWhile((item) => item.createdAt <= time);
  }

  /** The length of the leading run that meets a condition, which nothing behind the run may meet. */
  #countWhile(meets: (item: T) => boolean): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.#items[middle];
      if (item !== undefined && meets(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
