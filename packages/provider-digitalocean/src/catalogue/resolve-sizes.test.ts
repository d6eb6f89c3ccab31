import { CapacityUnavailableError, InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { resolveSizes, type SizeWish } from './resolve-sizes.js';
import { sizeCandidates } from './size-candidates.js';

const operation = {
  provider: 'digitalocean',
  operation: 'createInstance',
  outcome: 'no-instance',
} as const;
const regions = [
  { slug: 'fra1', available: true },
  { slug: 'nyc2', available: false },
  { slug: 'nyc3', available: true },
];
const size = (slug: string, where: string[], available = true) => ({
  slug,
  available,
  regions: where,
});
const wish: SizeWish = { size: 'small', region: 'nyc3', instanceType: undefined };

describe('the sizes to try', () => {
  it('begin with those of the design', () => {
    expect(Object.values(sizeCandidates).map(([head]) => head)).toEqual([
      's-2vcpu-4gb',
      'c-4',
      'c-8',
    ]);
  });

  it('are those that the region sells, in the order of the table', () => {
    const sizes = [
      size('c-2', ['nyc3']),
      size('s-2vcpu-4gb', ['fra1']),
      size('s-2vcpu-4gb-amd', ['nyc3'], false),
      size('s-2vcpu-4gb-intel', ['fra1', 'nyc3']),
      size('s-1vcpu-1gb', ['nyc3']),
    ];
    expect(resolveSizes(wish, { regions, sizes }, operation)).toEqual(['s-2vcpu-4gb-intel', 'c-2']);
  });

  it('are all of the table when the catalogue cannot be read', () => {
    const offer = { regions: undefined, sizes: undefined };
    expect(resolveSizes(wish, offer, operation)).toEqual(sizeCandidates.small);
  });

  it('are only the one that the caller named, whatever the catalogue says', () => {
    const named = { ...wish, instanceType: 'm-2vcpu-16gb' };
    expect(resolveSizes(named, { regions, sizes: [] }, operation)).toEqual(['m-2vcpu-16gb']);
  });

  it('are none when the region sells none of them', () => {
    const resolve = () =>
      resolveSizes(wish, { regions, sizes: [size('c-2', ['fra1'])] }, operation);
    expect(resolve).toThrow(CapacityUnavailableError);
    expect(resolve).toThrow(expect.objectContaining(operation));
    expect(resolve).toThrow(/nyc3 sells none .* \(s-2vcpu-4gb, /);
  });
});

describe('the region', () => {
  it.each([
    ['mars1', /is no region of DigitalOcean; those that take droplets are fra1, nyc3/],
    ['nyc', /is no region of DigitalOcean/],
    ['nyc2', /takes no new droplets; those that take droplets are fra1, nyc3/],
  ])('%s is refused, and others are named', (region, message) => {
    for (const instanceType of [undefined, 'c-2']) {
      const resolve = () =>
        resolveSizes({ ...wish, region, instanceType }, { regions, sizes: [] }, operation);
      expect(resolve).toThrow(InvalidInputError);
      expect(resolve).toThrow(message);
      expect(resolve).toThrow(
        expect.objectContaining({ issues: [expect.objectContaining({ path: 'spec.region' })] }),
      );
    }
  });

  it.each([[undefined], [[]]])('is left to the creation when the regions are %j', (known) => {
    const offer = { regions: known, sizes: undefined };
    expect(resolveSizes({ ...wish, region: 'new1' }, offer, operation)).not.toHaveLength(0);
  });
});
