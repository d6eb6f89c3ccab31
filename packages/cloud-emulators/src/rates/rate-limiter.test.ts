import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate-limiter.js';

const limits = { create: { burst: 1, perSecond: 1 }, read: { requests: 2, windowMs: 1000 } };

describe('RateLimiter', () => {
  it('keeps an account for each limit and scope', () => {
    const limiter = new RateLimiter({ limits, clock: new VirtualClock() });
    expect(limiter.take('create', 'eu-west-1').allowed).toBe(true);
    expect(limiter.take('create', 'eu-west-1').allowed).toBe(false);
    expect(limiter.take('create', 'us-east-1').allowed).toBe(true);
    expect(limiter.take('read', 'eu-west-1').allowed).toBe(true);
  });

  it('counts against amounts', () => {
    const limiter = new RateLimiter({ limits, clock: new VirtualClock() });
    expect(limiter.take('read', '', 2)).toMatchObject({ allowed: true, remaining: 0 });
    expect(limiter.take('read').allowed).toBe(false);
  });

  it('counts but allows everything when it is not enforced', () => {
    const limiter = new RateLimiter({ limits, clock: new VirtualClock(), enforced: false });
    limiter.take('create');
    expect(limiter.take('create')).toMatchObject({ allowed: true, remaining: 0, retryAfterMs: 0 });
  });
});
