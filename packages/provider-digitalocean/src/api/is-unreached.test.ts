import { describe, expect, it } from 'vitest';
import { isUnreached } from './is-unreached.js';

const withCode = (code: string) => Object.assign(new Error(code), { code });

/** An error that is reported by so many others. */
function reported(error: Error, times: number): Error {
  return times === 0 ? error : reported(new Error('fetch failed', { cause: error }), times - 1);
}

describe('a request', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('that failed by %s has not left', (code) => {
    expect(isUnreached(withCode(code))).toBe(true);
    expect(isUnreached(reported(withCode(code), 1))).toBe(true);
  });

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'ETIMEDOUT', ''])(
    'that failed by "%s" may have left',
    (code) => {
      expect(isUnreached(reported(withCode(code), 1))).toBe(false);
    },
  );

  it.each([undefined, null, 'ECONNREFUSED', { code: 'ECONNREFUSED' }, new Error('ECONNREFUSED')])(
    'that failed by %o may have left',
    (thrown) => {
      expect(isUnreached(thrown)).toBe(false);
    },
  );

  it('is looked into five errors deep, so that a circle of causes has an end', () => {
    expect(isUnreached(reported(withCode('ECONNREFUSED'), 4))).toBe(true);
    expect(isUnreached(reported(withCode('ECONNREFUSED'), 5))).toBe(false);
  });
});
