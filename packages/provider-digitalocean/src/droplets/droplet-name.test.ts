import { hashIdempotencyKey, hashInstanceSpec } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { readDropletName, shortenSpecHash, toDropletName } from './droplet-name.js';

const idempotencyKeyHash = hashIdempotencyKey('build-17');
const specHash = hashInstanceSpec({
  size: 'small',
  architecture: 'amd64',
  region: 'fra1',
  tags: {},
  spotInstance: false,
  options: {},
});
const parts = { idempotencyKeyHash, specHash, creator: '0123456789ab' };

test('a name tells key, spec and creator, as far as it has room', () => {
  const read = readDropletName(toDropletName(parts));
  expect(read).toEqual({
    idempotencyKeyHash,
    specHash: shortenSpecHash(specHash),
    creator: '01234567',
  });
  expect(specHash.startsWith(read?.specHash ?? 'x')).toBe(true);
  expect(read?.specHash).toMatch(/^1-[0-9a-f]{11}$/);
});

test('a name is a label of a host name', () => {
  const name = toDropletName(parts);
  expect(name).toMatch(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/);
  expect(name.length).toBeLessThanOrEqual(63);
});

test.each([
  'web-1',
  '',
  'stagely-',
  `stagely-${idempotencyKeyHash}`,
  `${toDropletName(parts)}0`,
  `x${toDropletName(parts)}`,
  toDropletName(parts).replace('stagely', 'Stagely'),
  toDropletName(parts).replaceAll(/[0-9]/g, 'g'),
])('the name "%s" is none of ours', (name) => {
  expect(readDropletName(name)).toBeUndefined();
});
