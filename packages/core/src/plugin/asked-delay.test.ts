import { expect, test } from 'vitest';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { askedDelay } from './asked-delay.js';

const limited = (retryAfterMs?: number) =>
  new RateLimitedError('Slow down.', { operation: 'listInstances', retryAfterMs });

test.each([
  [limited(1_500), 1_500],
  [limited(), 0],
  [limited(Number.NaN), 0],
  [limited(Number.POSITIVE_INFINITY), 0],
  [new Error('else'), 0],
  [undefined, 0],
])('%s asks for a wait of %i ms', (error, ms) => {
  expect(askedDelay(error)).toBe(ms);
});
