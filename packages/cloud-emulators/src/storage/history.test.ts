import { describe, expect, it } from 'vitest';
import { History } from './history.js';

describe('History', () => {
  it('answers as of any time, and nothing before the first value', () => {
    const labels = new History(10, 'old');
    labels.set(20, 'new');
    expect(labels.asOf(9)).toBeUndefined();
    expect(labels.asOf(10)).toBe('old');
    expect(labels.asOf(19)).toBe('old');
    expect(labels.asOf(20)).toBe('new');
    expect(labels.current).toBe('new');
  });

  it('keeps the last of several values set at the same time', () => {
    const labels = new History(10, 'first');
    labels.set(10, 'second');
    expect(labels.asOf(10)).toBe('second');
  });
});
