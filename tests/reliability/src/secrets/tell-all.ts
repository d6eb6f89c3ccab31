import { ENCODING_NAMES, ENCODINGS } from './encodings.js';
import type { HeardRequest } from './heard-request.js';
import type { CloudSecrets } from './secret-set.js';

/** What an answer repeats. */
export interface Told {
  readonly request: HeardRequest;
  readonly secrets: CloudSecrets;
  /** The n-th turn uses other encodings than the one before. */
  readonly turn: number;
}

/** Long texts are told in few encodings at a time: to redact them takes time. */
const MOST_CHARACTERS = 2_000;

/** All that a cloud knows of its client's secrets, in encodings that change from turn to turn. */
export function tellAll({ request, secrets, turn }: Told): string {
  const { method, url, headers, body } = request;
  const head = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const told = [`${method} ${url}\n${head}\n\n${body}`];
  let length = 0;
  for (let step = 0; step < ENCODING_NAMES.length && length < MOST_CHARACTERS; step++) {
    const name = ENCODING_NAMES[(turn + step * 5) % ENCODING_NAMES.length] ?? 'plain';
    const encode = ENCODINGS[name] ?? String;
    const texts = Object.entries(secrets.texts).map(
      ([what, secret]) => `${what}=${encode(secret)}`,
    );
    told.push(...texts, encode(head));
    length += texts.join('').length;
  }
  // What stands first is what is left where an error is cut short.
  const first = turn % told.length;
  return [...told.slice(first), ...told.slice(0, first)].join(' | ');
}

/** As a header can hold it. */
export function tellInHeader({ secrets: { texts } }: Told): string {
  const encoded = Object.values(texts).flatMap((text) => {
    const start = text.slice(0, 400);
    return [encodeURI(start.toWellFormed()), Buffer.from(start).toString('base64')];
  });
  return [...Object.values(texts).map((text) => text.slice(0, 400)), ...encoded]
    .join(',')
    .replace(/[^ -~]/g, '?');
}
