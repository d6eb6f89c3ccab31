import { Redactor } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { readRefusal } from './read-refusal.js';

const token = 'dop_v1_0123456789abcdef';
const redactor = new Redactor(() => [token]);

const read = (text: string, headers: Record<string, string> = {}) =>
  readRefusal({ status: 422, headers: new Headers(headers), text }, { redactor, now: 0 });

test('an error of the API says code, message and request', () => {
  const body = { id: 'not_found', message: 'The resource could not be found.', request_id: 'r-1' };
  expect(read(JSON.stringify(body), { 'retry-after': '2' })).toEqual({
    status: 422,
    code: 'not_found',
    message: 'The resource could not be found.',
    requestId: 'r-1',
    retryAfterMs: 2_000,
  });
  expect(read(JSON.stringify(body), { 'x-request-id': 'r-2' }).requestId).toBe('r-2');
});

test.each([
  ['bad request', 'bad_request'],
  ['Unauthorized', 'unauthorized'],
])('the code "%s", as it was seen for a while, is %s', (id, code) => {
  expect(read(JSON.stringify({ id, message: '' })).code).toBe(code);
});

test('an error of the tags service has its message elsewhere', () => {
  const error = 'Error validating resource tag';
  expect(read(JSON.stringify({ error, messages: null, root_causes: [error] })).message).toBe(error);
});

test.each(['', '<html>502</html>', 'null', '42', '[]', '{"id":', '{"id":7,"message":{}}'])(
  'the body %j hides nothing',
  (text) => {
    const { code, message, requestId, status } = read(text);
    expect({ code, message, requestId, status }).toEqual({ message: 'status 422', status: 422 });
  },
);

test('no part shows a secret, and all are short and on one line', () => {
  const echo = `you sent\n${token} \u001b[31m${'x'.repeat(5_000)}`;
  const refusal = read(JSON.stringify({ id: echo, message: echo, request_id: echo }));
  for (const text of [refusal.code, refusal.message, refusal.requestId]) {
    expect(text).toMatch(/^you.sent.\[redacted\]/);
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(text?.length).toBeLessThanOrEqual(301);
  }
});
