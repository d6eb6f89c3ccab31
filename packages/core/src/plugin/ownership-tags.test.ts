import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesFoundBy } from '../../test/thrown-by.js';
import {
  hashIdempotencyKey,
  OWNERSHIP_TAG,
  readOwnershipTags,
  toOwnershipTags,
} from './ownership-tags.js';

const expiresAt = new Date('2026-01-01T00:00:00.123Z');

test('what Stagely writes on a machine is fixed: machines outlive versions', () => {
  expect(toOwnershipTags({ idempotencyKeyHash: 'ab12', specHash: '1-cd34', expiresAt })).toEqual({
    'stagely-managed': '1',
    'stagely-key': 'ab12',
    'stagely-spec': '1-cd34',
    'stagely-expires-at': '1767225600123',
  });
});

test('what is not known is not written', () => {
  expect(toOwnershipTags({})).toEqual({ 'stagely-managed': '1' });
});

test('ownership and the tags of the user are read back as they went in', () => {
  const hashes = fc.option(fc.stringMatching(/^[0-9a-f-]{1,34}$/), { nil: undefined });
  fc.assert(
    fc.property(
      fc.record({
        idempotencyKeyHash: hashes,
        specHash: hashes,
        expiresAt: fc.option(fc.date({ min: new Date(0), noInvalidDate: true }), {
          nil: undefined,
        }),
      }),
      fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
      (ownership, tags) => {
        const all = Object.fromEntries([
          ...Object.entries(tags),
          ...Object.entries(toOwnershipTags(ownership)),
        ]);
        expect(readOwnershipTags(all)).toEqual({ ...ownership, tags });
      },
    ),
  );
});

describe('a machine', () => {
  test('without the mark is not managed by Stagely', () => {
    expect(readOwnershipTags({})).toBeUndefined();
    expect(readOwnershipTags({ env: 'x', 'stagely-key': 'ab12' })).toBeUndefined();
    expect(readOwnershipTags(Object.create({ 'stagely-managed': '1' }))).toBeUndefined();
  });

  test('with the mark of whatever version is managed', () => {
    expect(readOwnershipTags({ 'stagely-managed': '2' })).toMatchObject({ tags: {} });
    expect(readOwnershipTags({ 'stagely-managed': '' })).toMatchObject({ tags: {} });
  });

  test('keeps tags of the user under the reserved prefix that are not of the scheme', () => {
    expect(
      readOwnershipTags({ 'stagely-managed': '1', stagely_test: 'true', constructor: 'x' }),
    ).toMatchObject({ tags: { stagely_test: 'true', constructor: 'x' } });
  });
});

test.each([
  '',
  ' ',
  '0x10',
  '1e3',
  '-5',
  '1.5',
  'never',
  '1767225600123 ',
  '9'.repeat(17),
  '8640000000000001',
])('a damaged lease is none, and not one that ended in 1970: "%s"', (text) => {
  const tags = { [OWNERSHIP_TAG.managed]: '1', [OWNERSHIP_TAG.expiresAt]: text };
  expect(readOwnershipTags(tags)?.expiresAt).toBeUndefined();
});

test('the hash of a key is the same everywhere and forever', () => {
  // Python: hashlib.sha256(b'stagely key\0job-7').hexdigest()[:32]
  expect(hashIdempotencyKey('job-7')).toBe('80fa1317ac6cf037d5e4abe015d15b6c');
  expect(hashIdempotencyKey('job-8')).not.toBe(hashIdempotencyKey('job-7'));
  expect(hashIdempotencyKey('😀é')).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ['nothing', undefined, 'is required'],
  ['a number', 7, 'must be a string'],
  ['empty', '', 'must not be empty'],
  ['too long', 'k'.repeat(256), 'must have at most 255 characters, not 256'],
  ['text with NUL', 'a\0', 'must not contain control characters or broken Unicode'],
])('what cannot be a key has no hash: %s', (_, key, problem) => {
  expect(issuesFoundBy(() => callUntyped(hashIdempotencyKey, key))).toEqual([
    `idempotencyKey ${problem}`,
  ]);
});
