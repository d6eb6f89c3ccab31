import { describe, expect, it } from 'vitest';
import { Quotas } from './quotas.js';

describe('Quotas', () => {
  it('allows up to the limit and no more', () => {
    const quotas = new Quotas({ droplets: 3 });
    expect(quotas.allows('droplets', 2)).toBe(true);
    expect(quotas.allows('droplets', 3)).toBe(false);
    expect(quotas.allows('droplets', 1, 3)).toBe(false);
  });

  it('can be raised, lowered and lifted at any time', () => {
    const quotas = new Quotas({ droplets: 3 });
    quotas.set('droplets', 0);
    expect(quotas.allows('droplets', 0)).toBe(false);
    quotas.set('droplets', 'unlimited');
    expect(quotas.limit('droplets')).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not change the defaults it was made from', () => {
    const defaults = { droplets: 3 };
    new Quotas(defaults).set('droplets', 1);
    expect(defaults.droplets).toBe(3);
  });

  it('refuses unknown names and impossible limits', () => {
    const quotas = new Quotas<string>({ droplets: 3 });
    expect(() => quotas.set('servers', 1)).toThrow('there are droplets');
    for (const limit of [-1, 0.5, Number.NaN]) {
      expect(() => quotas.set('droplets', limit)).toThrow(RangeError);
    }
  });
});
