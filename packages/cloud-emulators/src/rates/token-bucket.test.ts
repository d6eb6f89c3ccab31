import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('allows a burst, then one request for each refilled token', async () => {
    const clock = new VirtualClock();
    const bucket = new TokenBucket({ burst: 5, perSecond: 2 }, clock);
    const burst = Array.from({ length: 6 }, () => bucket.take());
    expect(burst.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, false]);
    expect(burst.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0]);
    expect(burst[5]).toMatchObject({ limit: 5, retryAfterMs: 500, resetAt: clock.now() + 2500 });
    await clock.advance(499);
    expect(bucket.take().allowed).toBe(false);
    await clock.advance(1);
    expect(bucket.take().allowed).toBe(true);
    expect(bucket.take().allowed).toBe(false);
  });

  it('loses nothing to rounding when it is asked often', async () => {
    const clock = new VirtualClock();
    const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, clock);
    bucket.take();
    for (let step = 0; step < 9; step++) {
      await clock.advance(100);
      expect(bucket.take()).toMatchObject({ allowed: false, retryAfterMs: 900 - step * 100 });
    }
    await clock.advance(100);
    expect(bucket.take()).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('never holds more than the burst', async () => {
    const clock = new VirtualClock();
    const bucket = new TokenBucket({ burst: 2, perSecond: 1 }, clock);
    await clock.advance(3_600_000);
    expect([bucket.take(), bucket.take(), bucket.take()].map(({ allowed }) => allowed)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('takes several at once or none, and never more than the burst', () => {
    const bucket = new TokenBucket({ burst: 10, perSecond: 1 }, new VirtualClock());
    expect(bucket.take(8)).toMatchObject({ allowed: true, remaining: 2 });
    expect(bucket.take(3)).toMatchObject({ allowed: false, remaining: 2, retryAfterMs: 1000 });
    expect(bucket.take(11)).toMatchObject({
      allowed: false,
      retryAfterMs: Number.POSITIVE_INFINITY,
    });
  });
});
