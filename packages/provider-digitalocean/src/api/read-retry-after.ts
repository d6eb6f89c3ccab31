/** A limit of an hour is the longest there is. */
const LONGEST = 3_600_000;

/**
 * How long an answer asks to wait, in milliseconds. `retry-after` comes with the limit of a minute only; with the
 * limit of an hour `ratelimit-reset` says when the oldest request no longer counts, which is when the next one may
 * come. Without either, or with nonsense, `undefined`.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const asked = headers.get('retry-after');
  if (asked !== null)
    return bounded(/^\d+$/.test(asked) ? Number(asked) * 1_000 : toMs(asked, now));
  if (headers.get('ratelimit-remaining') !== '0') return undefined;
  return bounded(Number(headers.get('ratelimit-reset') ?? Number.NaN) * 1_000 - now);
}

function toMs(date: string, now: number): number {
  return Date.parse(date) - now;
}

function bounded(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.min(LONGEST, Math.max(0, ms)) : undefined;
}
