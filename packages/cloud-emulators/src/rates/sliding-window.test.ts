import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { SlidingWindow } from './sliding-window.js';

describe('SlidingWindow', () => {
  it('allows again when the oldest request has left the window', async () => {
    const clock = new VirtualClock();
    const window = new SlidingWindow({ requests: 2, windowMs: 60_000 }, clock);
    const first = clock.now();
    expect(window.take()).toEqual({
      allowed: true,
      limit: 2,
      remaining: 1,
      resetAt: first + 60_000,
      retryAfterMs: 0,
    });
    await clock.advance(20_000);
    window.take();
    expect(window.take()).toMatchObject({
      allowed: false,
      remaining: 0,
      resetAt: first + 60_000,
      retryAfterMs: 40_000,
    });
    await clock.advance(40_000);
    expect(window.take()).toMatchObject({ allowed: true, resetAt: first + 80_000 });
    expect(window.take().allowed).toBe(false);
  });

  it('never allows more than the limit within any window', async () => {
    const clock = new VirtualClock();
    const window = new SlidingWindow({ requests: 10, windowMs: 1000 }, clock);
    const allowedAt: number[] = [];
    for (let step = 0; step < 500; step++) {
      if (window.take().allowed) allowedAt.push(clock.now());
      await clock.advance(37);
    }
    for (const time of allowedAt) {
      const within = allowedAt.filter((other) => other > time - 1000 && other <= time);
      expect(within.length).toBeLessThanOrEqual(10);
    }
    expect(allowedAt.length).toBeGreaterThan(150);
  });

  it('never allows more at once than the limit', () => {
    const window = new SlidingWindow({ requests: 2, windowMs: 1000 }, new VirtualClock());
    expect(window.take(3)).toMatchObject({
      allowed: false,
      retryAfterMs: Number.POSITIVE_INFINITY,
    });
  });
});
