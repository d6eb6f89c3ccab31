import { runInNewContext } from 'node:vm';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { acme, minimal, now, parse, refused, SECRET } from '../../test/acme-spec.js';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesOf, rejectionOf } from '../../test/thrown-by.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { hashIdempotencyKey } from './ownership-tags.js';
import { parseInstanceSpec } from './parse-instance-spec.js';

describe('a spec that fits', () => {
  test('has every default filled in', async () => {
    const parsed = await parse(minimal);
    expect(parsed).toEqual({
      size: 'small',
      architecture: 'amd64',
      region: 'nbg1',
      tags: {},
      spotInstance: false,
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      idempotencyKeyHash: hashIdempotencyKey(parsed.idempotencyKey),
      idempotencyKeyGiven: false,
      options: { image: 'ubuntu-22.04' },
      specHash: expect.stringMatching(/^1-[0-9a-f]{32}$/),
    });
  });

  test('keeps what it says', async () => {
    const spec = {
      size: 'large',
      architecture: 'arm64',
      region: 'fsn1',
      userData: '#cloud-config\n',
      tags: { env: 'preview', constructor: 'x' },
      spotInstance: true,
      idempotencyKey: 'job-7',
      expiresAt: new Date(now + 1),
      providerOptions: { acme: { image: 'debian-12', cores: 2 } },
    } satisfies InstanceSpec;
    const { providerOptions, ...rest } = spec;
    const parsed = await parse(spec);
    expect(parsed).toMatchObject({
      ...rest,
      options: providerOptions.acme,
      idempotencyKeyHash: hashIdempotencyKey('job-7'),
      idempotencyKeyGiven: true,
    });
    expectTypeOf(parsed.options).toEqualTypeOf<{ image: string; cores?: number | undefined }>();
  });

  test('gets another key each time when it has none', async () => {
    const keys = await Promise.all(
      [1, 2, 3].map(async () => (await parse(minimal)).idempotencyKey),
    );
    expect(new Set(keys).size).toBe(3);
  });

  test('with empty user data has none', async () => {
    expect(await parse({ ...minimal, userData: '' })).not.toHaveProperty('userData');
  });

  test('is copied: what the caller changes later changes nothing', async () => {
    const spec = { ...minimal, tags: { env: 'a' }, expiresAt: new Date(now + 5) };
    const parsed = await parse(spec);
    spec.tags.env = 'b';
    spec.expiresAt.setTime(0);
    expect(parsed).toMatchObject({ tags: { env: 'a' }, expiresAt: new Date(now + 5) });
  });

  test('is read once, however often its getters answer something else', async () => {
    let reads = 0;
    const spec = {
      ...minimal,
      get idempotencyKey() {
        reads++;
        return `key-${reads}`;
      },
    };
    const parsed = await parse(spec);
    expect(reads).toBe(1);
    expect(parsed.idempotencyKey).toBe('key-1');
    expect(parsed.idempotencyKeyHash).toBe(hashIdempotencyKey('key-1'));
  });

  test('may come from another realm, with a Date of a subclass', async () => {
    const foreign: unknown = runInNewContext(
      `({ size: 'small', architecture: 'amd64', expiresAt: new (class D extends Date {})(${now + 5}) })`,
    );
    const parsed = await callUntyped(parseInstanceSpec, foreign, acme);
    expect(parsed).toHaveProperty('expiresAt', new Date(now + 5));
  });

  test('may have options for other providers, which are ignored', async () => {
    const providerOptions = { aws: { instanceType: 7 }, hetzner: undefined };
    expect(await parse({ ...minimal, providerOptions })).toMatchObject({
      options: { image: 'ubuntu-22.04' },
    });
  });
});

describe('a spec with problems', () => {
  test('has all of them listed, those of the own options too', async () => {
    const spec = {
      size: 'huge',
      userData: `${SECRET}\0`,
      tags: { stagely: 'x', env: 7 },
      expiresAt: new Date(now),
      providerOptions: { acme: { image: 7, imgae: 'x' }, aws: 7 },
      toString: 'x',
    };
    expect(await refused(spec)).toEqual([
      'spec.size must be one of small, medium, large, not "huge"',
      'spec.architecture is required',
      'spec.userData must not contain NUL characters or broken Unicode',
      'spec.tags.stagely has a key that starts with the reserved prefix "stagely"',
      'spec.tags.env must be a string',
      'spec.expiresAt must lie in the future',
      'spec.providerOptions.aws must be an object',
      'spec.toString is not a known field',
      'spec.providerOptions.acme.image must be a string',
      'spec.providerOptions.acme.imgae is not a known field',
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', SECRET],
    ['an array', [minimal]],
    [
      'an instance of a class',
      new (class Spec {
        size = 'small';
        architecture = 'amd64';
      })(),
    ],
    ['a function', () => minimal],
  ])('is refused when it is %s', async (_, spec) => {
    expect(await refused(spec)).toEqual(['spec must be an object']);
  });

  test('keeps the key it has in the error, where the key itself is right', async () => {
    const error = await rejectionOf(
      parseInstanceSpec({ ...minimal, region: '', idempotencyKey: 'job-7' }, acme),
    );
    expect(error).toMatchObject({ idempotencyKey: 'job-7' });
    const bad = await rejectionOf(parseInstanceSpec({ ...minimal, idempotencyKey: 'a\0' }, acme));
    expect(bad).toMatchObject({ idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  test('is told once where its own options are no object', async () => {
    for (const acme of [7, null, [], 'x']) {
      expect(await refused({ ...minimal, providerOptions: { acme } })).toEqual([
        'spec.providerOptions.acme must be an object',
      ]);
    }
    expect(await refused({ ...minimal, providerOptions: [] })).toEqual([
      'spec.providerOptions must be an object of objects, one per provider',
    ]);
  });
});

describe('further checks of a provider', () => {
  test('see the spec with its defaults, and their problems are told', async () => {
    const error = rejectionOf(
      parseInstanceSpec(minimal, {
        ...acme,
        check: ({ region, options }) => [
          { path: 'spec.region', message: `is not ${region}` },
          { path: 'spec.providerOptions.acme.image', message: `is ${options.image}` },
        ],
      }),
    );
    expect(issuesOf(await error)).toEqual([
      'spec.region is not nbg1',
      'spec.providerOptions.acme.image is ubuntu-22.04',
    ]);
    expect(await error).toMatchObject({ outcome: 'no-instance', provider: 'acme' });
  });

  test('that find a single problem are enough', async () => {
    const check = () => [{ path: 'spec.tags.env', message: 'does not fit' }];
    const error = await rejectionOf(parseInstanceSpec(minimal, { ...acme, check }));
    expect(issuesOf(error)).toEqual(['spec.tags.env does not fit']);
  });

  test('that find nothing let the spec through', async () => {
    const parsed = await parseInstanceSpec(minimal, { ...acme, check: () => [] });
    expect(parsed).toMatchObject(minimal);
  });

  test('are not asked about a spec that has problems already', async () => {
    let asked = false;
    await rejectionOf(
      parseInstanceSpec(
        { ...minimal, region: '' },
        {
          ...acme,
          check: () => {
            asked = true;
            return [];
          },
        },
      ),
    );
    expect(asked).toBe(false);
  });
});
