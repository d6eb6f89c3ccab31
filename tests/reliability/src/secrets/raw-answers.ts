import type { RawAnswer } from './raw-server.js';
import { tellAll, tellInHeader } from './tell-all.js';

const answer = (status: string, headers: readonly string[], body: string) =>
  [`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n');

const lengthOf = (body: string, more = 0) => `content-length: ${Buffer.byteLength(body) + more}`;

/** What is no HTTP, or is not well; each repeats what it was sent. */
export const RAW_ANSWERS: Readonly<Record<string, RawAnswer>> = {
  'no HTTP at all': (told) => tellAll(told),
  'nothing, and the end': () => '',
  'a header that is not valid': (told) =>
    answer('200 OK', [`x-echo\u0001: ${tellInHeader(told)}`, `${tellInHeader(told)}`], ''),
  'a header that is too long': (told) =>
    answer('200 OK', [`x-echo: ${tellInHeader(told).repeat(100)}`], ''),
  'a status line': (told) => answer(`500 ${tellInHeader(told)}`, [lengthOf('')], ''),
  'a status that is none': (told) => answer(`9${tellInHeader(told)}`, [lengthOf('')], ''),
  'an answer that is cut': (told) =>
    answer('200 OK', ['content-type: application/json', lengthOf(tellAll(told), 9)], tellAll(told)),
  'a chunk that is none': (told) =>
    answer('200 OK', ['transfer-encoding: chunked'], `${tellInHeader(told)}\r\n`),
  'what is not compressed': (told) =>
    answer('200 OK', ['content-encoding: gzip', lengthOf(tellAll(told))], tellAll(told)),
  'a length that is none': (told) =>
    answer('401 Unauthorized', [`content-length: ${tellInHeader(told)}`], tellAll(told)),
  'an address that is none': (told) =>
    answer('302 Found', [`location: http://${tellInHeader(told)}`, lengthOf('')], ''),
};
