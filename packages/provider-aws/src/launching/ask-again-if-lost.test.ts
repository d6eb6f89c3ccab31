import {
  CapacityUnavailableError,
  InvalidInputError,
  NetworkFailureError,
  RateLimitedError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { askAgainIfLost } from './ask-again-if-lost.js';

const operation = { operation: 'createInstance' };
const lost = new NetworkFailureError('lost', operation);
const timedOut = new NetworkFailureError('timed out', { ...operation, outcome: 'unknown' });
const refused = new CapacityUnavailableError('none left', operation);
const wrong = new InvalidInputError('wrong', { ...operation, issues: [] });
const throttled = new RateLimitedError('slow down', { ...operation, outcome: 'no-instance' });
const neverSent = new NetworkFailureError('nobody', { ...operation, outcome: 'no-instance' });

/** Makes a request whose answers are these, one after the other. */
async function ask(...answers: readonly (Error | string)[]) {
  let requests = 0;
  const result: unknown = await askAgainIfLost(async () => {
    const answer = answers[requests];
    requests += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  }).catch((error) => error);
  return { result, requests };
}

describe('a create request with a token', () => {
  it.each([['an answer'], [refused], [wrong], [throttled], [neverSent], [new TypeError('bug')]])(
    'is made once when its answer is known: %s',
    async (answer) => {
      expect(await ask(answer)).toEqual({ result: answer, requests: 1 });
    },
  );

  it.each([lost, timedOut])('is made once more when its answer is %s', async (first) => {
    expect(await ask(first, 'an answer')).toEqual({ result: 'an answer', requests: 2 });
  });

  it.each([refused, wrong])('is refused when the same request is: %s', async (second) => {
    expect(await ask(lost, second)).toEqual({ result: second, requests: 2 });
  });

  it.each([lost, throttled, neverSent])('stays lost after %s', async (second) => {
    const { result } = await ask(lost, second);
    expect(result).toBe(lost);
  });

  it('may still be carried out when the second one has timed out', async () => {
    const { result } = await ask(lost, timedOut);
    expect(result).toBe(timedOut);
  });

  it.each([refused, wrong, lost, throttled])(
    'may still be carried out when it has timed out, after %s',
    async (second) => {
      const { result } = await ask(timedOut, second);
      expect(result).toBe(timedOut);
    },
  );
});
