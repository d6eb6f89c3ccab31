import { describe, expect, it } from 'vitest';
import { type AddressPair, AddressPool } from './address-pool.js';

function takeAll(): AddressPair[] {
  const pool = new AddressPool();
  const taken: AddressPair[] = [];
  for (let next = pool.take(); next !== undefined; next = pool.take()) taken.push(next);
  return taken;
}

describe('AddressPool', () => {
  const all = takeAll();
  const publicIps = all.map(({ publicIp }) => publicIp);

  it('gives out every host of its ranges, in order, and nothing more', () => {
    expect(all).toHaveLength(3 * 254 + 2 ** 17 - 2);
    expect(publicIps.slice(0, 2)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(publicIps.slice(253, 255)).toEqual(['192.0.2.254', '198.51.100.1']);
    expect(publicIps.slice(507, 509)).toEqual(['198.51.100.254', '203.0.113.1']);
    expect(publicIps.slice(761, 763)).toEqual(['203.0.113.254', '198.18.0.1']);
    expect(publicIps.at(-1)).toBe('198.19.255.254');
  });

  it('never gives out an address twice', () => {
    expect(new Set(publicIps).size).toBe(all.length);
    expect(new Set(all.map(({ privateIp }) => privateIp)).size).toBe(all.length);
  });

  it('leaves out the network and broadcast addresses', () => {
    const reserved = ['192.0.2', '198.51.100', '203.0.113'].flatMap((net) => [
      `${net}.0`,
      `${net}.255`,
    ]);
    const taken = new Set(publicIps);
    for (const address of [...reserved, '198.18.0.0', '198.19.255.255']) {
      expect(taken.has(address), address).toBe(false);
    }
  });

  it('pairs each with a private address', () => {
    expect(all[0]?.privateIp).toBe('10.0.0.1');
    expect(all[255]?.privateIp).toBe('10.0.1.0');
    expect(all.at(-1)?.privateIp).toBe('10.2.2.248');
  });
});
