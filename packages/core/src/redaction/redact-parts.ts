import { hashParts } from './hash-parts.js';

/** Parts of a secret this long are taken out too: clouds echo and truncate what they are sent. */
const PART = 12;
const REDACTED = '[redacted]';

/** Replaces every secret in `text`, and every part of one of at least 12 characters, by `[redacted]`. */
export function redactParts(text: string, secrets: Iterable<string>): string {
  const covered = new Uint8Array(text.length);
  const parts = text.length < PART ? undefined : new TextParts(text);
  for (const secret of secrets) {
    if (secret.length < PART) coverWhole(text, secret, covered);
    else parts?.coverSharedWith(secret, covered);
  }
  return replaceCovered(text, covered);
}

/**
 * All parts of a text. Secrets are long (64 KiB of user data, in many forms) and texts are short, so it is the
 * text that is indexed, and hashes spare most parts of a secret the look-up.
 */
class TextParts {
  readonly #starts = new Map<string, number[]>();
  readonly #seen: Uint8Array;

  constructor(text: string) {
    this.#seen = new Uint8Array(2 ** Math.ceil(Math.log2(text.length * 16)));
    for (const [start, hash] of hashParts(text, PART).entries()) {
      this.#seen[this.#slot(hash)] = 1;
      const part = text.slice(start, start + PART);
      const starts = this.#starts.get(part);
      if (starts === undefined) this.#starts.set(part, [start]);
      else starts.push(start);
    }
  }

  coverSharedWith(secret: string, covered: Uint8Array): void {
    const hashes = hashParts(secret, PART);
    for (let start = 0; start < hashes.length; start++) {
      if (this.#seen[this.#slot(hashes[start] ?? 0)] === 0) continue;
      const part = secret.slice(start, start + PART);
      for (const found of this.#starts.get(part) ?? []) covered.fill(1, found, found + PART);
      // Once is enough: a text of one repeated character would otherwise be covered over and over.
      this.#starts.delete(part);
    }
  }

  #slot(hash: number): number {
    return hash & (this.#seen.length - 1);
  }
}

function coverWhole(text: string, secret: string, covered: Uint8Array): void {
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1)) {
    covered.fill(1, at, at + secret.length);
  }
}

function replaceCovered(text: string, covered: Uint8Array): string {
  let redacted = '';
  for (let from = 0; from < text.length; ) {
    const isCovered = covered[from] === 1;
    const end = covered.indexOf(isCovered ? 0 : 1, from);
    const to = end === -1 ? text.length : end;
    redacted += isCovered ? REDACTED : text.slice(from, to);
    from = to;
  }
  return redacted;
}
