import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.js';
import { type ConsistencyOptions, ReadConsistency } from './read-consistency.js';

const START = Date.parse('2026-01-01T00:00:00Z');

const consistency = (options: ConsistencyOptions | number) =>
  new ReadConsistency(options, new VirtualClock(), new Random(1));

describe('ReadConsistency', () => {
  it('reads the newest state without a window', () => {
    expect(consistency(0).readTime('get')).toBe(START);
    expect(consistency({}).maximumLagMs).toBe(0);
  });

  it('lags by the window, for both kinds of reads or only one', () => {
    expect(consistency(5000).readTime('get')).toBe(START - 5000);
    const lists = consistency({ listMs: 3000 });
    expect(lists.readTime('list')).toBe(START - 3000);
    expect(lists.readTime('get')).toBe(START);
    expect(lists.maximumLagMs).toBe(3000);
  });

  it('lags only sometimes with a probability, repeatably', () => {
    const read = () => {
      const some = consistency({ getMs: 1000, staleProbability: 0.5 });
      return Array.from({ length: 50 }, () => some.readTime('get'));
    };
    expect(new Set(read())).toEqual(new Set([START, START - 1000]));
    expect(read()).toEqual(read());
  });
});
