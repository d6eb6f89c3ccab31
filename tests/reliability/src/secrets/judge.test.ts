import { describe, expect, test } from 'vitest';
import { ENCODINGS } from './encodings.js';
import { findShown } from './find-shown.js';
import { SECRET_SETS, secretsFor, TYPICAL } from './secret-set.js';

const secrets = secretsFor('hetzner', TYPICAL);
const { token } = TYPICAL;

describe.each(SECRET_SETS)('the search for the $name secrets', (set) => {
  // A line or a token of less than twelve characters may be cut to what is a word.
  const isFound = Object.entries(ENCODINGS).filter(
    ([name]) => set.name !== 'short' || !/cut|other bytes/.test(name),
  );

  test.each(isFound)('finds them %s', (_, encode) => {
    const own = secretsFor('aws', set);
    for (const [name, secret] of Object.entries(own.texts)) {
      const told = `refused: (${encode(secret)})`;
      expect(findShown(new Error(told), own).join(), told.slice(0, 100)).toContain(name);
    }
  });
});

test.each<[place: string, value: unknown]>([
  ['a message', new Error(token)],
  ['a name', Object.assign(new Error(), { name: token })],
  ['a stack', Object.assign(new Error(), { stack: token })],
  ['a code', Object.assign(new Error(), { code: token })],
  ['a cause of a cause', new Error('1', { cause: new Error('2', { cause: new Error(token) }) })],
  ['a cause that is no error', new Error('1', { cause: { headers: { authorization: token } } })],
  ['one of several errors', new AggregateError([new Error(), new Error(token)])],
  ['a field under a symbol', Object.assign(new Error(), { [Symbol('state')]: { token } })],
  ['a hidden field', Object.defineProperty(new Error(), 'request', { value: token })],
  ['a name of a field', Object.assign(new Error(), { [token]: 1 })],
  ['a getter', Object.defineProperty(new Error(), 'config', { get: () => token })],
  ['its JSON', Object.defineProperty(new Error(), 'toJSON', { value: () => ({ token }) })],
  ['what it is as a text', Object.defineProperty(new Error(), 'toString', { value: () => token })],
  ['a map', new Map([['hidden', new Error(token)]])],
  ['bytes of a body', Object.assign(new Error(), { body: Buffer.from(`Bearer ${token}`) })],
  ['a log line', [[{ request: { headers: [['authorization', `Bearer ${token}`]] } }, 'sent']]],
  ['a text', `Bearer ${token}`],
])('the search looks into %s', (_, value) => {
  expect(findShown(value, secrets)).not.toEqual([]);
});

test('the search finds nothing where there is nothing', () => {
  const error = new Error('server 42 in nbg1 is locked (uniqueness_error)', {
    cause: Object.assign(new Error('no user: [redacted]'), {
      code: 'ECONNRESET',
      requestId: 'c-1',
    }),
  });
  for (const set of SECRET_SETS) expect(findShown(error, secretsFor('aws', set))).toEqual([]);
});
