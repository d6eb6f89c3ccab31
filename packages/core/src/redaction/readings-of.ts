import { readEscapes } from './read-escapes.js';
import { plainReading, type Reading, ReadingBuilder } from './reading.js';

/** How often what was escaped may have been escaped again. */
const MOST_TIMES = 4;

const SPACE = /[\s\p{Cc}\p{Cf}]+/gu;

/** A way to read a text; `isSqueezed` where all space was left out. */
export interface TextReading extends Reading {
  readonly isSqueezed: boolean;
}

/**
 * The ways to read a text: as it stands, and with its escapes taken for what they stand for, up to four times; each
 * also without any space, because what is printed is broken into lines.
 */
export function* readingsOf(text: string): Generator<TextReading> {
  let reading: Reading | undefined = plainReading(text);
  for (let level = 0; reading !== undefined; level++) {
    yield { ...reading, isSqueezed: false };
    const squeezed = squeeze(reading);
    if (squeezed !== undefined) yield { ...squeezed, isSqueezed: true };
    reading = level < MOST_TIMES ? readEscapes(reading) : undefined;
  }
}

/** The text with all its escapes read. */
export function readToTheEnd(text: string): string {
  let reading = plainReading(text);
  for (let times = 0; times < MOST_TIMES; times++) reading = readEscapes(reading) ?? reading;
  return reading.text;
}

/** The text without space. */
export function squeezeText(text: string): string {
  return text.replace(SPACE, '');
}

function squeeze(source: Reading): Reading | undefined {
  const builder = new ReadingBuilder(source);
  let kept = 0;
  for (const { 0: space, index } of source.text.matchAll(SPACE)) {
    builder.keep(kept, index);
    kept = index + space.length;
  }
  if (kept === 0) return undefined;
  builder.keep(kept, source.text.length);
  return builder.build();
}
