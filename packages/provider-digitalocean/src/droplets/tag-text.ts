/** The longest tag that DigitalOcean takes, in characters. */
const LONGEST_TAG = 255;

/**
 * Writes a user's tag as one of DigitalOcean's, which are flat: `env=pr-12` is `env:pr-12`. They take letters, digits,
 * `_`, `-` and `:` only, and remember the first spelling that the account has used, so whatever is not a lower-case
 * letter, a digit or a dash is written as `_` and two hexadecimal digits for each of its bytes.
 */
export function encodeTag(key: string, value: string): string {
  return `${encodePart(key)}:${encodePart(value)}`;
}

/** Whether DigitalOcean takes a tag of that length. */
export function fitsTag(length: number): boolean {
  return length <= LONGEST_TAG;
}

/**
 * Reads a tag back. `undefined` for one that `encodeTag` cannot have written. Capitals are those that the account used
 * before: they mean nothing.
 */
export function decodeTag(tag: string): readonly [key: string, value: string] | undefined {
  const parts = tag.toLowerCase().split(':').map(decodePart);
  const [key, value] = parts;
  return parts.length === 2 && key && value !== undefined ? [key, value] : undefined;
}

function encodePart(text: string): string {
  return text.replace(/[^a-z0-9-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

function decodePart(part: string): string | undefined {
  if (!/^(?:[a-z0-9-]|_[0-9a-f]{2})*$/.test(part)) return undefined;
  const escaped = part.replaceAll('_', '%');
  try {
    const text = decodeURIComponent(escaped);
    return encodePart(text) === part ? text : undefined;
  } catch {
    return undefined;
  }
}
