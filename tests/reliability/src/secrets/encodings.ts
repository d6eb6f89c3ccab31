import { inspect } from 'node:util';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const numbered = (text: string, write: (code: number) => string, which: RegExp) =>
  text.replace(which, (character) => write(character.charCodeAt(0)));
const fourDigits = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const cutInto = (text: string, length: number) =>
  text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? [];

/** How clouds, client libraries and proxies write what they were sent. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  base64,
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 in lines': (text) => cutInto(base64(text), 76).join('\r\n'),
  'base64 after other bytes': (text) => base64(`user:${text}`),
  'percent-encoded': (text) => encodeURIComponent(text),
  'percent-encoded, but for what a path may hold': (text) => encodeURI(text),
  'percent-encoded in lower case': (text) =>
    encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in a form': (text) => new URLSearchParams({ '': text }).toString().slice(1),
  'base64 in a form': (text) => encodeURIComponent(base64(text)),
  JSON: json,
  'JSON in JSON': (text) => json(json(text)),
  'JSON as Go writes it': (text) => numbered(json(text), fourDigits, /[<>&\u2028\u2029]/g),
  'JSON as PHP writes it': (text) =>
    numbered(json(text).replaceAll('/', '\\/'), fourDigits, /[^ -~]/g),
  'JSON as Python writes it': (text) => numbered(json(text), fourDigits, /[^ -~]/g),
  HTML: html,
  'HTML with numbers': (text) =>
    numbered(text, (code) => `&#x${code.toString(16)};`, /[^\w \ud800-\udfff]/g),
  'HTML with line breaks': (text) => html(text).replaceAll('\n', '<br />'),
  'JSON in HTML': (text) => html(json(text)),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'as Node.js prints it': (text) => inspect(text),
  'in lines': (text) => cutInto(text, 40).join('\n'),
  'on one line': (text) => text.replace(/\s+/g, ' '),
  'line by line': (text) =>
    text
      .split('\n')
      .map((line, index) => `${index}: "${line.trim()}"`)
      .join(', '),
  'cut at its end': (text) => `${text.slice(0, Math.ceil(text.length * 0.7))}…`,
  'cut at its start': (text) => `…${text.slice(Math.floor(text.length * 0.3))}`,
};

export const ENCODING_NAMES = Object.keys(ENCODINGS);
