import { createHash } from 'node:crypto';

/**
 * Pseudo-random numbers that depend on nothing but the seed (sfc32, seeded through SHA-256). Not for
 * secrets.
 */
export class Random {
  readonly #seed: string;
  readonly #words: Uint32Array;

  constructor(seed: string | number) {
    this.#seed = String(seed);
    const digest = createHash('sha256').update(this.#seed).digest();
    this.#words = new Uint32Array([0, 4, 8].map((offset) => digest.readUInt32LE(offset)).concat(1));
  }

  /**
   * An independent stream, the same for the same seed and label however many numbers were drawn from this
   * one.
   */
  fork(label: string | number): Random {
    return new Random(JSON.stringify([this.#seed, label]));
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    return this.#word() / 2 ** 32;
  }

  /** True with the given probability, from 0 to 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `minimum` to `maximum`, both included. */
  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.next() * (maximum - minimum + 1));
  }

  /** Lower-case hexadecimal digits, as in `i-${random.hex(17)}`. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.#word().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const digits = this.hex(30);
    const variant = this.integer(8, 11).toString(16);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(12, 15)}`,
      `${variant}${digits.slice(15, 18)}`,
      digits.slice(18),
    ].join('-');
  }

  #word(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#words;
    const result = (a + b + counter) >>> 0;
    this.#words.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + result, counter + 1]);
    return result;
  }
}
