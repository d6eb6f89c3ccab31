import { hashParts } from './hash-parts.js';

const NONE = -1;
const NOWHERE: readonly number[] = [];

/**
 * All parts of one length of a text, to be found by their hashes. Secrets are long (64 KiB of user data, in many forms)
 * and texts are short, so it is the text that is indexed.
 */
export class TextParts {
  readonly #text: string;
  readonly #length: number;
  readonly #hashes: Int32Array;
  /** The first place of each slot, and of each place the next one of its slot. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(text: string, length: number) {
    this.#text = text;
    this.#length = length;
    this.#hashes = hashParts(text, length);
    const slots = 2 ** Math.ceil(Math.log2(this.#hashes.length * 4 + 1));
    this.#first = new Int32Array(slots).fill(NONE);
    this.#next = new Int32Array(this.#hashes.length).fill(NONE);
    this.#hashes.forEach((hash, place) => {
      const slot = hash & (slots - 1);
      this.#next[place] = this.#first[slot] ?? NONE;
      this.#first[slot] = place;
    });
  }

  /** Where a part of another text stands here. Each place is told once: a text that repeats itself is not gone through again and again. */
  take(hash: number, other: string, start: number): readonly number[] {
    const slot = hash & (this.#first.length - 1);
    let place = this.#first[slot] ?? NONE;
    if (place === NONE) return NOWHERE;
    const found: number[] = [];
    let rest = NONE;
    while (place !== NONE) {
      const next = this.#next[place] ?? NONE;
      if (this.#hashes[place] === hash && this.#isEqual(place, other, start)) found.push(place);
      else {
        this.#next[place] = rest;
        rest = place;
      }
      place = next;
    }
    this.#first[slot] = rest;
    return found;
  }

  #isEqual(place: number, other: string, start: number): boolean {
    return (
      this.#text.slice(place, place + this.#length) === other.slice(start, start + this.#length)
    );
  }
}
