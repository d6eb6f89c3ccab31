import { expect, test } from 'vitest';
import { readRetryAfter } from './read-retry-after.js';

const now = Date.UTC(2026, 0, 1);
const inSeconds = (seconds: number) => String(now / 1_000 + seconds);

test.each<[string, Record<string, string>, number | undefined]>([
  ['the limit of a minute', { 'retry-after': '7', 'ratelimit-remaining': '0' }, 7_000],
  ['a date', { 'retry-after': new Date(now + 5_000).toUTCString() }, 5_000],
  ['a date that begins with digits', { 'retry-after': '2026-01-01T00:00:05Z' }, 5_000],
  ['a date that ends with digits', { 'retry-after': '1 Jan 2026 00:00:05 +0000' }, 5_000],
  ['a date that has passed', { 'retry-after': new Date(now - 5_000).toUTCString() }, 0],
  [
    'both limits: the one of a minute counts',
    { 'retry-after': '7', 'ratelimit-remaining': '0', 'ratelimit-reset': inSeconds(600) },
    7_000,
  ],
  [
    'the limit of an hour',
    { 'ratelimit-remaining': '0', 'ratelimit-reset': inSeconds(600) },
    600_000,
  ],
  [
    'requests that are left',
    { 'ratelimit-remaining': '12', 'ratelimit-reset': inSeconds(600) },
    undefined,
  ],
  ['nothing', {}, undefined],
  ['no reset', { 'ratelimit-remaining': '0' }, undefined],
  ['nonsense', { 'retry-after': 'soon' }, undefined],
  [
    'nonsense for a reset',
    { 'ratelimit-remaining': '0', 'ratelimit-reset': 'tomorrow' },
    undefined,
  ],
  ['a week, of which an hour is believed', { 'retry-after': '604800' }, 3_600_000],
  ['a reset in the past', { 'ratelimit-remaining': '0', 'ratelimit-reset': inSeconds(-60) }, 0],
])('an answer with %s', (_, headers, expected) => {
  expect(readRetryAfter(new Headers(headers), now)).toBe(expected);
});
