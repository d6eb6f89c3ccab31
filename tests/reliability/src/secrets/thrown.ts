import { inspect } from 'node:util';
import { NetworkFailureError } from '@stagely/core';
import { type Told, tellAll } from './tell-all.js';

/** What an application's own `fetch`, or one that an agent or a proxy stands behind, rejects with. */
export const THROWN: Readonly<Record<string, (told: Told) => unknown>> = {
  'as Node.js does': (told) =>
    new TypeError('fetch failed', { cause: withCode('ECONNRESET', tellAll(told)) }),
  'no connection': (told) =>
    new TypeError('fetch failed', { cause: withCode('ECONNREFUSED', tellAll(told)) }),
  'several addresses': (told) => {
    const failures = ['ETIMEDOUT', 'ENETUNREACH'].map((code) => withCode(code, tellAll(told)));
    return new TypeError('fetch failed', { cause: new AggregateError(failures, tellAll(told)) });
  },
  'with the request': (told) => {
    const error = new Error(`${told.request.method} ${told.request.url} failed`);
    const text = tellAll(told);
    const config = { ...told.request, body: Buffer.from(text), text, toJSON: () => text };
    return Object.assign(error, { request: told.request, config, response: { data: text } });
  },
  'with hidden fields': (told) => {
    const text = tellAll(told);
    const error = withCode(text, text);
    for (const key of ['$response', '$metadata', Symbol('state'), Symbol.for('kResponse')]) {
      const value = { requestId: text, headers: told.request.headers };
      Object.defineProperty(error, key, { value, enumerable: false });
    }
    return error;
  },
  'with a name, a stack and what it prints': (told) => {
    const text = tellAll(told);
    const error = new Error(text);
    return Object.defineProperties(error, {
      name: { value: text },
      stack: { value: `${text}\n    at fetch (${text}:1:1)` },
      [inspect.custom]: { value: () => text },
      toJSON: { value: () => text, enumerable: true },
      requestId: { value: text, enumerable: true },
      syscall: { value: text, enumerable: true },
    });
  },
  'causes of causes': (told) => {
    let error = new Error(tellAll(told));
    for (let depth = 0; depth < 20; depth++) error = new Error(`level ${depth}`, { cause: error });
    return error;
  },
  'an abort': (told) => new DOMException(tellAll(told), 'AbortError'),
  'a time limit': (told) => new DOMException(tellAll(told), 'TimeoutError'),
  'a parser': (told) =>
    Object.assign(withCode('HPE_INVALID_HEADER_TOKEN', `Invalid header value: ${tellAll(told)}`), {
      data: tellAll(told),
    }),
  'one of ours': (told) =>
    new NetworkFailureError(tellAll(told), {
      operation: tellAll(told),
      requestId: tellAll(told),
      cause: new Error(tellAll(told)),
    }),
  'a text': (told) => tellAll(told),
  'an object': (told) => ({ message: tellAll(told), code: tellAll(told), errors: [tellAll(told)] }),
};

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code, errno: -104 });
}
