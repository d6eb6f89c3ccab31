import { type Reading, ReadingBuilder } from './reading.js';

/** Of URLs, of JSON and most languages, and of HTML. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|\\(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[nrtbf"'`/\\])|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});|<br\s*\/?>/gi;

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** The text with its escapes taken for what they stand for, once; `undefined` where there are none. */
export function readEscapes(source: Reading): Reading | undefined {
  const builder = new ReadingBuilder(source);
  let kept = 0;
  for (const { 0: written, index } of source.text.matchAll(ESCAPE)) {
    builder.keep(kept, index);
    if (written.startsWith('%')) readPercents(written, index, builder);
    else builder.replace(index, index + written.length, meaningOf(written));
    kept = index + written.length;
  }
  if (kept === 0) return undefined;
  builder.keep(kept, source.text.length);
  const reading = builder.build();
  return reading.text === source.text ? undefined : reading;
}

/** Character by character, each of them of one to four bytes; what is no UTF-8 stays as it is. */
function readPercents(escapes: string, index: number, builder: ReadingBuilder): void {
  for (let at = 0; at < escapes.length; ) {
    const first = Number.parseInt(escapes.slice(at + 1, at + 3), 16);
    const character = decode(escapes.slice(at, at + 3 * lengthOf(first)));
    const to = at + (character === undefined ? 3 : 3 * lengthOf(first));
    if (character === undefined) builder.keep(index + at, index + to);
    else builder.replace(index + at, index + to, character);
    at = to;
  }
}

/** How many bytes a character has of which this is the first. */
function lengthOf(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

function decode(escapes: string): string | undefined {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return undefined;
  }
}

function meaningOf(written: string): string {
  if (written.startsWith('<')) return '\n';
  const inner = written.replace(/^[\\&]|[;}]$/g, '').toLowerCase();
  const [, hex, decimal] = /^(?:#?x|u\{?)([0-9a-f]+)$|^#(\d+)$/.exec(inner) ?? [];
  if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
  if (decimal !== undefined) return characterOf(Number(decimal));
  return NAMED[inner] ?? inner;
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
