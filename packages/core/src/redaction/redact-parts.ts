import { HiddenText, MIN_LENGTH, PART } from './hidden-text.js';
import type { Reading } from './reading.js';
import { readingsOf } from './readings-of.js';
import { TextParts } from './text-parts.js';

const REDACTED = '[redacted]';

/**
 * Replaces every secret of at least 4 characters in `text`, and every part of one of at least 12, by `[redacted]`:
 * also where the text has escapes in their place, or spaces and line breaks between their characters.
 */
export function redactParts(text: string, secrets: Iterable<string | HiddenText>): string {
  if (text.length < MIN_LENGTH) return text;
  const hidden = [...secrets].map((secret) =>
    typeof secret === 'string' ? new HiddenText(secret) : secret,
  );
  const covered = new Uint8Array(text.length);
  for (const reading of readingsOf(text)) {
    const parts = reading.text.length < PART ? undefined : new TextParts(reading.text, PART);
    for (const secret of hidden) {
      const form = reading.isSqueezed ? secret.squeezed : secret;
      if (form === undefined || form.text.length < MIN_LENGTH) continue;
      if (form.text.length < PART) coverWhole(reading, form.text, covered);
      else if (parts !== undefined) coverParts(reading, parts, form, covered);
    }
  }
  return replaceCovered(text, covered);
}

function coverWhole(reading: Reading, secret: string, covered: Uint8Array): void {
  const { text } = reading;
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1)) {
    cover(reading, at, secret.length, covered);
  }
}

function coverParts(
  reading: Reading,
  parts: TextParts,
  { text, hashes }: HiddenText,
  covered: Uint8Array,
): void {
  for (let start = 0; start < hashes.length; start++) {
    for (const found of parts.take(hashes[start] ?? 0, text, start)) {
      cover(reading, found, PART, covered);
    }
  }
}

/** Also what stands between the characters in the text itself. */
function cover({ starts, ends }: Reading, at: number, length: number, covered: Uint8Array): void {
  covered.fill(1, starts[at], ends[at + length - 1]);
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
