import { describe, expect, test } from 'vitest';
import { readFailure } from './read-failure.js';

const withCode = (code: string) => Object.assign(new Error(code), { code });

/** An error that is reported by so many others. */
function reported(error: Error, times: number): Error {
  return times === 0 ? error : reported(new Error('failed', { cause: error }), times - 1);
}

/** What the client library throws for an answer with these headers. */
const answered = (headers: unknown) =>
  Object.assign(new Error('It says no'), {
    name: 'Throttling',
    Code: 'Throttling',
    $metadata: { httpStatusCode: 503, requestId: 'r-1' },
    $response: { headers },
  });

test('an answer of EC2 tells code, text, status, request and how long to wait', () => {
  expect(readFailure(answered({ 'retry-after': '7' }))).toEqual({
    code: 'Throttling',
    text: 'It says no',
    status: 503,
    requestId: 'r-1',
    retryAfterMs: 7_000,
  });
});

test('an answer that is not EC2’s tells status, request and how long to wait', () => {
  const thrown = { ...answered({ 'retry-after': '7' }), name: 'TimeoutError', code: 'ECONNRESET' };
  for (const Code of [undefined, '', 7]) {
    expect(readFailure({ ...thrown, Code })).toEqual({
      code: undefined,
      status: 503,
      requestId: 'r-1',
      retryAfterMs: 7_000,
    });
  }
});

test.each([
  ['0', 0],
  ['42', 42_000],
  ['999999', 999_999_000],
  ['1000000', undefined],
  ['-1', undefined],
  ['7 s', undefined],
  ['in 7', undefined],
  ['', undefined],
  [7, undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
])('Retry-After %j asks to wait %s ms', (value, retryAfterMs) => {
  expect(readFailure(answered({ 'retry-after': value })).retryAfterMs).toBe(retryAfterMs);
});

test.each([undefined, null, 7, {}])('the headers %j ask to wait for nothing', (headers) => {
  const { code, status, retryAfterMs } = readFailure(answered(headers));
  expect({ code, status, retryAfterMs }).toEqual({ code: 'Throttling', status: 503 });
});

test.each([{}, { $metadata: undefined }, { $metadata: null }, { $metadata: 'odd' }])(
  'an error of EC2 is one also with %j alone',
  (more) => {
    expect(readFailure({ Code: 'Throttling', message: 'no', ...more })).toEqual({
      code: 'Throttling',
      text: 'no',
    });
  },
);

test('what is of another kind than it should be is left out', () => {
  const $metadata = { httpStatusCode: '503', requestId: 7 };
  expect(readFailure({ Code: 'Throttling', message: 7, $metadata })).toEqual({
    code: 'Throttling',
  });
});

describe('without an answer, the code', () => {
  test.each([
    ['of the error', withCode('ECONNRESET')],
    ['of its cause', reported(withCode('ECONNRESET'), 1)],
    ['of one of its errors', new AggregateError([new Error('?'), withCode('ECONNRESET')])],
    [
      'of one of its cause’s errors',
      new Error('?', { cause: new AggregateError([withCode('ECONNRESET')]) }),
    ],
    ['of its cause, where its own says nothing', { code: 'ODD', cause: withCode('ECONNRESET') }],
    ['of its name', { name: 'ECONNRESET', code: 'ODD' }],
    ['of its name, where its errors are none', { name: 'ECONNRESET', errors: 'odd', cause: 'odd' }],
  ])('is that %s', (_, thrown) => {
    expect(readFailure(thrown)).toEqual({ code: 'ECONNRESET' });
  });

  test('is that of the outermost error that has one', () => {
    const thrown = Object.assign(reported(withCode('EPIPE'), 1), { code: 'ECONNRESET' });
    expect(readFailure(Object.assign(thrown, { name: 'TimeoutError' })).code).toBe('ECONNRESET');
    expect(readFailure(Object.assign(thrown, { code: 'ODD' })).code).toBe('EPIPE');
  });

  test('is looked for five causes deep, so that a circle of them has an end', () => {
    expect(readFailure(reported(withCode('ECONNRESET'), 5)).code).toBe('ECONNRESET');
    expect(readFailure(reported(withCode('ECONNRESET'), 6)).code).toBeUndefined();
  });

  test.each([undefined, null, 'ECONNRESET', 7, {}, new Error('ECONNRESET'), withCode('ODD')])(
    'of %o is not known',
    (thrown) => {
      expect(readFailure(thrown)).toEqual({});
    },
  );

  test('takes no error of an application for a refusal because of how it is called', () => {
    const thrown = Object.assign(new Error('socket closed'), { code: 'ERR_THROTTLED' });
    expect(readFailure(thrown).code).toBeUndefined();
  });
});
