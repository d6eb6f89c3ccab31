import { describe, expect, it } from 'vitest';
import { Capacity, type CapacityPool } from './capacity.js';

const pool: CapacityPool = { type: 'cx23', region: 'fsn1', market: 'on-demand' };

describe('Capacity', () => {
  it('is unlimited until it is set', () => {
    const capacity = new Capacity();
    expect(capacity.available(pool)).toBe(Number.POSITIVE_INFINITY);
    expect(capacity.take(pool, 1000)).toBe(true);
  });

  it('gives what there is and then nothing', () => {
    const capacity = new Capacity([{ ...pool, available: 2 }]);
    expect([capacity.take(pool), capacity.take(pool), capacity.take(pool)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(capacity.available(pool)).toBe(0);
    expect(capacity.take({ ...pool, region: 'nbg1' })).toBe(true);
  });

  it('takes all or none of several', () => {
    const capacity = new Capacity([{ ...pool, available: 2 }]);
    expect(capacity.take(pool, 3)).toBe(false);
    expect(capacity.available(pool)).toBe(2);
  });

  it('shares one number among the pools of a wide rule', () => {
    const capacity = new Capacity([{ region: 'fsn1', available: 1 }]);
    expect(capacity.take({ ...pool, type: 'cx33' })).toBe(true);
    expect(capacity.take(pool)).toBe(false);
  });

  it('prefers the rule that names more, then the newer one', () => {
    const capacity = new Capacity([{ region: 'fsn1', available: 0 }]);
    capacity.set({ type: 'cx23', region: 'fsn1' }, 5);
    expect(capacity.available(pool)).toBe(5);
    capacity.set({ market: 'on-demand' }, 7);
    expect(capacity.available({ ...pool, type: 'cx33' })).toBe(7);
  });

  it('tells the spot market from the other, and zones from each other', () => {
    const capacity = new Capacity([{ market: 'spot', available: 0 }]);
    capacity.set({ zone: 'eu-west-1a' }, 0);
    expect(capacity.take({ ...pool, market: 'spot' })).toBe(false);
    expect(capacity.take({ ...pool, zone: 'eu-west-1a' })).toBe(false);
    expect(capacity.take({ ...pool, zone: 'eu-west-1b' })).toBe(true);
  });

  it('can be set again at any time', () => {
    const capacity = new Capacity([{ ...pool, available: 0 }]);
    capacity.set(pool, 1);
    expect(capacity.take(pool)).toBe(true);
    capacity.set(pool, 'unlimited');
    expect(capacity.available(pool)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([-1, 1.5, Number.NaN])('refuses %d', (available) => {
    expect(() => new Capacity().set({}, available)).toThrow(RangeError);
  });
});
