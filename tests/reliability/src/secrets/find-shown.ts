import { findSecrets } from '../matrix/find-secrets.js';
import { readEscapes, readOnce } from './read-escapes.js';
import type { CloudSecrets } from './secret-set.js';
import { shownTexts } from './shown-texts.js';

/** A part of a secret this long is too much; shorter ones may be words. */
const PART = 12;
/** Not every place is looked at, which finds what is shown of two characters more. */
const STEP = 3;
/** Tokens and lines of user data this long are too much as a whole. */
const SHORTEST = 6;

/** Which secrets what somebody may see of a value shows, with the form in which each stands there. */
export function findShown(value: unknown, { texts }: CloudSecrets): readonly string[] {
  const shown = readEscapes(shownTexts(value));
  return Object.entries(texts).flatMap(([name, secret]) => [
    ...findParts(shown, secret).map((found) => `a part of ${name}: ${found}`),
    ...findLines(shown, secret).map((form) => `a line of ${name} (${form})`),
  ]);
}

const known = new Map<string, ReadonlySet<string>>();

/** The first part of a secret that a text shows. */
function findParts(text: string, secret: string): readonly string[] {
  const parts = known.get(secret) ?? new Set(formsOf(secret).flatMap(partsOf));
  known.set(secret, parts);
  for (let start = 0; start + PART <= text.length; start += STEP) {
    const part = text.slice(start, start + PART);
    if (parts.has(part)) return [part];
  }
  return [];
}

function partsOf(form: string): string[] {
  const count = Math.max(0, form.length - PART + 1);
  return Array.from({ length: count }, (_, start) => form.slice(start, start + PART));
}

/** The secret itself, in base64 wherever in other bytes it stands, and in hexadecimal digits. */
function formsOf(secret: string): string[] {
  const base64 = ['', '-', '--'].flatMap((before, shift) => {
    const shifted = Buffer.from(`${before}${secret}`).toString('base64').replace(/=+$/, '');
    // The ends share digits with what stands beside.
    return shifted.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  const hexadecimal = Buffer.from(secret).toString('hex');
  const forms = [
    secret,
    secret.replaceAll(' ', '+'),
    // A secret may itself look like escapes.
    readOnce(secret),
    readOnce(readOnce(secret)),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hexadecimal,
    hexadecimal.toUpperCase(),
  ];
  return forms.map(withoutSpace);
}

const withoutSpace = (text: string) => text.replace(/\s+/g, '');

/** The forms in which lines and tokens are shown that are too short to have parts. */
function findLines(text: string, secret: string): readonly string[] {
  const lines = secret.split('\n').map(withoutSpace);
  const short = lines.filter(({ length }) => length >= SHORTEST && length < PART);
  return short.length === 0 ? [] : findSecrets(text, short);
}
