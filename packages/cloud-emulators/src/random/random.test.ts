import { describe, expect, it } from 'vitest';
import { Random } from './random.js';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe('Random', () => {
  it('repeats itself for the same seed and differs for another', () => {
    expect(draw(new Random(7), 20)).toEqual(draw(new Random(7), 20));
    expect(draw(new Random(7), 20)).not.toEqual(draw(new Random(8), 20));
  });

  it('takes a text as seed', () => {
    expect(new Random('run 12').next()).toBe(new Random('run 12').next());
    expect(new Random('run 12').next()).not.toBe(new Random('run 13').next());
  });

  it('spreads evenly from 0 up to 1', () => {
    const buckets = new Array<number>(10).fill(0);
    for (const number of draw(new Random(1), 10_000)) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
      const bucket = Math.floor(number * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(count).toBeGreaterThan(850);
  });

  it('forks streams that do not depend on what was drawn before', () => {
    const used = new Random(1);
    draw(used, 5);
    expect(draw(used.fork('ids'), 5)).toEqual(draw(new Random(1).fork('ids'), 5));
    expect(draw(used.fork('ids'), 5)).not.toEqual(draw(used.fork('faults'), 5));
  });

  it('draws whole numbers that include both ends', () => {
    const random = new Random(3);
    const drawn = new Set(Array.from({ length: 200 }, () => random.integer(4, 6)));
    expect([...drawn].sort()).toEqual([4, 5, 6]);
  });

  it('never comes true with probability 0 and always with 1', () => {
    const random = new Random(3);
    expect(Array.from({ length: 100 }, () => random.chance(0))).not.toContain(true);
    expect(Array.from({ length: 100 }, () => random.chance(1))).not.toContain(false);
  });

  it('makes hexadecimal text of any length and version 4 UUIDs', () => {
    const random = new Random(3);
    expect(random.hex(17)).toMatch(/^[0-9a-f]{17}$/);
    expect(random.hex(0)).toBe('');
    expect(random.uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(random.uuid()).not.toBe(random.uuid());
  });
});
