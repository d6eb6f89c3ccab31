/** A text as somebody may read another one, and where in that other each of its characters comes from. */
export interface Reading {
  readonly text: string;
  /** Where the source of each character begins, and behind it ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The text as it stands. */
export function plainReading(text: string): Reading {
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  for (let index = 0; index < text.length; index++) {
    starts[index] = index;
    ends[index] = index + 1;
  }
  return { text, starts, ends };
}

/** Puts a reading of a reading together; it never gets longer. */
export class ReadingBuilder {
  readonly #source: Reading;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #text = '';

  constructor(source: Reading) {
    this.#source = source;
    this.#starts = new Int32Array(source.text.length);
    this.#ends = new Int32Array(source.text.length);
  }

  /** Takes over what stands from one place up to another. */
  keep(from: number, to: number): void {
    this.#starts.set(this.#source.starts.subarray(from, to), this.#text.length);
    this.#ends.set(this.#source.ends.subarray(from, to), this.#text.length);
    this.#text += this.#source.text.slice(from, to);
  }

  /** Reads what stands from one place up to another as another text, which is not longer. */
  replace(from: number, to: number, by: string): void {
    const at = this.#text.length;
    this.#starts.fill(this.#source.starts[from] ?? 0, at, at + by.length);
    this.#ends.fill(this.#source.ends[to - 1] ?? 0, at, at + by.length);
    this.#text += by;
  }

  build(): Reading {
    const text = this.#text;
    const { length } = text;
    return { text, starts: this.#starts.subarray(0, length), ends: this.#ends.subarray(0, length) };
  }
}
