/** Hands out whole numbers, each once, upwards. */
export class IdSequence {
  #next: number;

  constructor(first = 1) {
    this.#next = first;
  }

  next(): number {
    return this.#next++;
  }
}
