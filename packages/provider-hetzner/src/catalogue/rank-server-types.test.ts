import { describe, expect, it } from 'vitest';
import type { HetznerServerType } from '../client/resources/server-type.js';
import { findOffer } from './find-offer.js';
import { rankServerTypes } from './rank-server-types.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');

function serverType(
  name: string,
  offer: { available?: boolean; until?: string; location?: string; architecture?: string } = {},
): HetznerServerType {
  const { available = true, until, location = 'nbg1', architecture = 'x86' } = offer;
  const announced = new Date('2026-01-01T00:00:00Z');
  const deprecation = until === undefined ? null : { announced, unavailableAfter: new Date(until) };
  const price = { net: 0.0064, gross: 0.0076 };
  return {
    id: 1,
    name,
    description: name,
    cores: 2,
    memory: 4,
    disk: 40,
    storageType: 'local',
    architecture,
    prices: [{ location, priceHourly: price, priceMonthly: price }],
    locations: [{ name: location, deprecation, available, recommended: true }],
  };
}

function rank(serverTypes: HetznerServerType[], candidates = serverTypes.map(({ name }) => name)) {
  return rankServerTypes(serverTypes, {
    candidates,
    architecture: 'x86',
    location: 'nbg1',
    now: NOW,
  });
}

describe('the ranking of server types', () => {
  it('has the order of the candidates, not that of the catalogue', () => {
    expect(rank([serverType('b'), serverType('a')], ['a', 'b', 'c'])).toEqual(['a', 'b']);
  });

  it.each([
    ['is not sold in the location', serverType('a', { location: 'fsn1' })],
    ['is past its end', serverType('a', { until: '2026-05-31T23:59:59Z' })],
    ['ends at this moment', serverType('a', { until: '2026-06-01T00:00:00Z' })],
    ['has another architecture', serverType('a', { architecture: 'arm' })],
  ])('leaves out what %s', (_, left) => {
    expect(rank([left, serverType('b')])).toEqual(['b']);
  });

  it('keeps what is deprecated and still sold', () => {
    expect(rank([serverType('a', { until: '2026-06-01T00:00:01Z' })])).toEqual(['a']);
  });

  it('puts what is out of stock last, in order', () => {
    const none = { available: false };
    const types = [serverType('a', none), serverType('b'), serverType('c', none), serverType('d')];
    expect(rank(types)).toEqual(['b', 'd', 'a', 'c']);
  });
});

describe('an offer', () => {
  it('tells stock, price and the end', () => {
    const until = '2026-07-01T00:00:00Z';
    expect(findOffer(serverType('a', { until, available: false }), 'nbg1', NOW)).toEqual({
      available: false,
      unavailableAfter: new Date(until),
      hourlyPrice: 0.0064,
    });
  });

  it('may come without a price', () => {
    const type = { ...serverType('a'), prices: [] };
    expect(findOffer(type, 'nbg1', NOW)).toEqual({ available: true });
  });
});
