import { expect, test } from 'vitest';
import { keyBucketTag, leaseTag, MANAGED_TAG, markTag, readLeaseTag } from './droplet-marks.js';
import { toDropletName } from './droplet-name.js';
import { readOwnership } from './read-ownership.js';

const keyHash = 'ab0123456789abcdef0123456789abcd';
const name = toDropletName({
  idempotencyKeyHash: keyHash,
  specHash: `1-${keyHash}`,
  creator: '0123456789ab',
});

test('a droplet of ours has its marks in name and tags, and the user’s tags beside them', () => {
  const expiresAt = new Date('2026-01-02T03:04:05.678Z');
  const tags = [MANAGED_TAG, keyBucketTag(keyHash), leaseTag(expiresAt), 'env:pr-12', '_45nv:'];
  expect(readOwnership({ name, tags })).toEqual({
    tags: { env: 'pr-12', Env: '' },
    idempotencyKeyHash: keyHash,
    specHash: '1-ab012345678',
    creator: '01234567',
    expiresAt,
  });
});

test('its tags are few words that every account holds', () => {
  expect(MANAGED_TAG).toBe('stagely-managed:1');
  expect(keyBucketTag(keyHash)).toBe('stagely-key:ab');
  expect(leaseTag(new Date(1_767_323_045_678))).toBe('stagely-expires-at:1767323045678');
});

test('marks of concurrent calls are told, and are none of the user’s tags', () => {
  const tags = [MANAGED_TAG, markTag('adopted'), markTag('abandoned')];
  expect(tags).toEqual(['stagely-managed:1', 'stagely-adopted:1', 'stagely-abandoned:1']);
  expect(readOwnership({ name: 'web-1', tags })).toEqual({
    tags: {},
    adopted: true,
    abandoned: true,
  });
});

test('a droplet without the mark is not ours, whatever it is called', () => {
  expect(readOwnership({ name, tags: ['env:pr-12'] })).toBeUndefined();
  expect(readOwnership({ name: 'web-1', tags: [] })).toBeUndefined();
});

test('a droplet that somebody has renamed is ours still, without a key', () => {
  const owned = readOwnership({ name: 'web-1', tags: [MANAGED_TAG, keyBucketTag(keyHash)] });
  expect(owned).toEqual({ tags: {} });
});

test('tags of others are left out', () => {
  const tags = [MANAGED_TAG, 'production', 'k8s:a:b', 'my_tag:x'];
  expect(readOwnership({ name, tags })?.tags).toEqual({});
});

test('tags may be called like members of every object', () => {
  const tags = readOwnership({ name, tags: [MANAGED_TAG, '_5f_5fproto_5f_5f:x'] })?.tags ?? {};
  expect(Object.entries(tags)).toEqual([['__proto__', 'x']]);
});

test('of several leases the latest counts', () => {
  const [early, late] = [new Date(1_000), new Date(2_000)];
  for (const leases of [
    [early, late],
    [late, early],
  ]) {
    const tags = [MANAGED_TAG, ...leases.map(leaseTag)];
    expect(readOwnership({ name, tags })?.expiresAt).toEqual(late);
  }
});

test('a damaged lease is none', () => {
  for (const value of ['', 'soon', '-1', '1767323045678x']) {
    const tag = `stagely-expires-at:${value}`;
    expect(readLeaseTag(tag)).toBeUndefined();
    expect(readOwnership({ name, tags: [MANAGED_TAG, tag] })?.expiresAt).toBeUndefined();
  }
});

test('a lease that ended before 1970 is over', () => {
  expect(readLeaseTag(leaseTag(new Date(-1)))).toBe(0);
});
