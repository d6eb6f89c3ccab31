import { describe, expect, it } from 'vitest';
import { Ipv4Sequence } from './ipv4-sequence.js';

describe('Ipv4Sequence', () => {
  it('leaves out the network and broadcast addresses and begins anew at the end', () => {
    const addresses = new Ipv4Sequence('192.0.2.4/30');
    expect([addresses.next(), addresses.next(), addresses.next()]).toEqual([
      '192.0.2.5',
      '192.0.2.6',
      '192.0.2.5',
    ]);
  });

  it('has a different address for each of 131,070 machines', () => {
    const addresses = new Ipv4Sequence('198.18.0.0/15');
    const handedOut = new Set(Array.from({ length: 131_070 }, () => addresses.next()));
    expect(handedOut.size).toBe(131_070);
    expect(handedOut).toContain('198.19.255.254');
  });

  it.each(['', '10.0.0.0', '10.0.0.0/7', '10.0.0.0/31', '10.0.256.0/24', 'fe80::/64'])(
    'refuses %j',
    (block) => {
      expect(() => new Ipv4Sequence(block)).toThrow(RangeError);
    },
  );
});
