import { hashParts } from './hash-parts.js';
import { squeezeText } from './readings-of.js';

/** Shorter ones cannot be told from ordinary text. */
export const MIN_LENGTH = 4;

/** Parts of a secret this long are taken out too: clouds echo and truncate what they are sent. */
export const PART = 12;

/** A text that is to be taken out of others, ready to be looked for in many. */
export class HiddenText {
  readonly text: string;
  #hashes: Int32Array | undefined;
  #squeezed: HiddenText | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Of all its parts. */
  get hashes(): Int32Array {
    this.#hashes ??= hashParts(this.text, PART);
    return this.#hashes;
  }

  /** Without space; what is short then cannot be told from words that stand together. */
  get squeezed(): HiddenText | undefined {
    if (this.#squeezed === undefined) {
      const text = squeezeText(this.text);
      this.#squeezed = text === this.text ? this : new HiddenText(text);
    }
    return this.#squeezed.text.length < PART ? undefined : this.#squeezed;
  }
}
