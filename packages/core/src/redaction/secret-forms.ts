import { PART } from './hidden-text.js';
import { readToTheEnd } from './readings-of.js';

/**
 * The texts by which a secret may show up: as it is; in base64, standard and URL-safe, also inside longer base64;
 * percent-encoded the ways browsers, form bodies and the AWS SDK do it, also of the base64; JSON-escaped, also twice;
 * in hexadecimal digits; and line by line.
 */
export function secretForms(secret: string): Set<string> {
  const base64 = [...base64Forms(Buffer.from(secret))];
  const hexadecimal = Buffer.from(secret).toString('hex');
  return new Set([
    secret,
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hexadecimal,
    hexadecimal.toUpperCase(),
    // Read along with the escapes of the text it stands in.
    readToTheEnd(secret),
    // A form body with its other escapes read.
    secret.replaceAll(' ', '+'),
    ...(secret.length > LONG ? shortLines(secret) : escapedForms(secret, base64)),
  ]);
}

/** Escapes are read before texts are searched: only of a short secret may what stands before it hide all of it. */
const LONG = 200;

function escapedForms(secret: string, base64: readonly string[]): string[] {
  const json = escapeJson(secret);
  const percent = [secret, ...base64].flatMap(percentForms);
  return [...percent, json, escapeJson(json), ...shortLines(secret)];
}

/** Base64 of the bytes alone, and what is left of them in the base64 of a longer text, which shifts them by 0, 2 or 4 bits. */
function* base64Forms(bytes: Buffer): Generator<string> {
  yield bytes.toString('base64').replace(/=+$/, '');
  for (const before of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    const firstOwn = Math.ceil((before * 8) / 6);
    const afterLastOwn = Math.floor((shifted.length * 8) / 6);
    yield shifted.toString('base64').slice(firstOwn, afterLastOwn);
  }
}

function percentForms(text: string): string[] {
  const component = encodeURIComponent(text.toWellFormed());
  const strict = component.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const form = new URLSearchParams({ '': text }).toString().slice(1);
  return [component, strict, form].flatMap((upper) => [
    upper,
    upper.replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase()),
  ]);
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Shorter lines are words such as `done` and `else`. */
const SHORTEST_LINE = 6;

/** The lines of user data, which clouds quote one by one, as far as they are too short to be found as parts of the whole. */
function shortLines(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/);
  if (lines.length === 1) return [];
  return lines
    .map((line) => line.trim())
    .filter(({ length }) => length >= SHORTEST_LINE && length < PART);
}
