import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { standardSchema } from '../../test/standard-schema.js';
import { issuesOf, rejectionOf } from '../../test/thrown-by.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { strictFields } from '../validation/schemas.js';
import { hashInstanceSpec } from './hash-instance-spec.js';
import { hashIdempotencyKey } from './ownership-tags.js';
import { parseInstanceSpec } from './parse-instance-spec.js';

const now = Date.UTC(2026, 0, 1);
const acmeOptions = strictFields({
  image: v.optional(v.string('must be a string'), 'ubuntu-22.04'),
  cores: v.optional(v.number('must be a number')),
});
const settings = {
  provider: 'acme',
  defaultRegion: 'nbg1',
  now,
  userDataMaxBytes: 1_024,
  providerOptions: acmeOptions,
};
const minimal: InstanceSpec = { size: 'small', architecture: 'amd64' };
const SECRET = 'hunter22-in-user-data';

const parse = (spec: InstanceSpec) => parseInstanceSpec(spec, settings);

/** What is refused of a spec, checking that the error is one of `createInstance`, and shows no user data. */
async function refused(spec: unknown, options: object = settings): Promise<string[]> {
  const error = await rejectionOf(Promise.resolve(callUntyped(parseInstanceSpec, spec, options)));
  const issues = issuesOf(error);
  expect(error).toMatchObject({
    provider: 'acme',
    operation: 'createInstance',
    outcome: 'no-instance',
    idempotencyKey: expect.stringMatching(/./),
  });
  const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
  expect(shown).not.toContain('hunter22');
  return issues;
}

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
    const parsed = await callUntyped(parseInstanceSpec, foreign, settings);
    expect(parsed).toHaveProperty('expiresAt', new Date(now + 5));
  });

  test('may have options for other providers, which are ignored', async () => {
    const providerOptions = { aws: { instanceType: 7 }, hetzner: undefined };
    expect(await parse({ ...minimal, providerOptions })).toMatchObject({
      options: { image: 'ubuntu-22.04' },
    });
  });
});

describe('the hash of a spec', () => {
  const full: InstanceSpec = {
    ...minimal,
    region: 'nbg1',
    userData: '#cloud-config\n',
    tags: { env: 'preview', a: '1' },
    providerOptions: { acme: { image: 'ubuntu-22.04' } },
  };
  const hashOf = async (spec: InstanceSpec) => (await parse(spec)).specHash;

  test('is over the spec after defaults', async () => {
    expect(await hashOf(full)).toBe('1-d142211078b873162ef2fb3a16fe047a');
    expect(await hashOf(full)).toBe(hashInstanceSpec(await parse(full)));
  });

  test.each<[string, Partial<InstanceSpec>]>([
    ['the end of the lease', { expiresAt: new Date(now + 1) }],
    ['the key', { idempotencyKey: 'job-7' }],
    ["other providers' options", { providerOptions: { aws: { subnet: 'x' } } }],
    ['a default that is written out', { spotInstance: false, region: 'nbg1' }],
    ['the order of tags', { tags: { a: '1', env: 'preview' } }],
    ['options that are undefined', { providerOptions: { acme: { cores: undefined } } }],
  ])('does not depend on %s', async (_, change) => {
    expect(await hashOf({ ...full, ...change })).toBe(await hashOf(full));
  });

  test.each<[string, Partial<InstanceSpec>]>([
    ['size', { size: 'medium' }],
    ['architecture', { architecture: 'arm64' }],
    ['region', { region: 'fsn1' }],
    ['user data', { userData: '#cloud-config' }],
    ['tags', { tags: {} }],
    ['spot', { spotInstance: true }],
    ['own options', { providerOptions: { acme: { image: 'debian-12' } } }],
  ])('depends on %s', async (_, change) => {
    expect(await hashOf({ ...full, ...change })).not.toBe(await hashOf(full));
  });

  test('depends on the region of the credentials where the spec has none', async () => {
    const elsewhere = await parseInstanceSpec(minimal, { ...settings, defaultRegion: 'fsn1' });
    expect(elsewhere).toMatchObject({ region: 'fsn1' });
    expect(elsewhere.specHash).not.toBe(await hashOf(minimal));
  });

  test('is the same for absent, undefined and empty', async () => {
    const { specHash } = await parse(minimal);
    expect(await hashOf({ ...minimal, userData: '', tags: {}, providerOptions: {} })).toBe(
      specHash,
    );
    expect(await hashOf({ ...minimal, userData: undefined, tags: undefined })).toBe(specHash);
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
      parseInstanceSpec({ ...minimal, region: '', idempotencyKey: 'job-7' }, settings),
    );
    expect(error).toMatchObject({ idempotencyKey: 'job-7' });
    const bad = await rejectionOf(
      parseInstanceSpec({ ...minimal, idempotencyKey: 'a\0' }, settings),
    );
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

describe('a spec that fights back', () => {
  const throwing = (field: string) =>
    Object.defineProperty({}, field, {
      enumerable: true,
      get() {
        throw new Error(SECRET);
      },
    });
  const refusing = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error(SECRET);
      },
    },
  );
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const unreadable = 'cannot be read: one of its fields throws an error';

  test('by getters that throw is refused', async () => {
    expect(await refused(throwing('size'))).toEqual([`spec ${unreadable}`]);
    expect(await refused({ ...minimal, tags: throwing('env') })).toEqual([
      `spec.tags ${unreadable}`,
    ]);
    expect(await refused({ ...minimal, providerOptions: throwing('acme') })).toEqual([
      `spec.providerOptions ${unreadable}`,
    ]);
    expect(await refused({ ...minimal, providerOptions: { acme: throwing('image') } })).toEqual([
      `spec.providerOptions.acme ${unreadable}`,
    ]);
  });

  test('by a Proxy is refused', async () => {
    expect(await refused(refusing)).toEqual([`spec ${unreadable}`]);
    expect(await refused(revoked)).toEqual(['spec cannot be read']);
    expect(await refused({ ...minimal, tags: refusing })).toEqual([`spec.tags ${unreadable}`]);
    expect(await refused({ ...minimal, tags: revoked })).toEqual(['spec cannot be read']);
    expect(await refused({ ...minimal, expiresAt: new Proxy(new Date(now + 5), {}) })).toEqual([
      'spec.expiresAt must be a Date',
    ]);
  });

  test('by a Date that lies about its time is not believed', async () => {
    class Liar extends Date {
      override getTime(): number {
        return now + 1_000;
      }
    }
    expect(await refused({ ...minimal, expiresAt: new Liar(Number.NaN) })).toEqual([
      'spec.expiresAt must be a valid Date',
    ]);
    expect(await refused({ ...minimal, expiresAt: new Liar(0) })).toEqual([
      'spec.expiresAt must lie in the future',
    ]);
  });

  test('by a provider called like a word of JavaScript finds no options that nobody gave', async () => {
    const seen: unknown[] = [];
    const providerOptions = standardSchema((value) => {
      seen.push(value);
      return { value: {} };
    });
    for (const provider of ['constructor', '__proto__', 'toString']) {
      await parseInstanceSpec(minimal, { ...settings, provider, providerOptions });
    }
    expect(seen).toEqual([{}, {}, {}]);
  });
});

describe('the schema of the own options', () => {
  const spec = { ...minimal, providerOptions: { acme: { image: 'x' } } };

  test('may be of any library, and asynchronous', async () => {
    const providerOptions = standardSchema(async (value) => ({ value: { given: value } }));
    const parsed = await parseInstanceSpec(spec, { ...settings, providerOptions });
    expect(parsed.options).toEqual({ given: { image: 'x' } });
  });

  test('is given an empty object where the spec has no options', async () => {
    const providerOptions = standardSchema((value) => ({ value: { given: value } }));
    for (const given of [undefined, {}, { acme: undefined }]) {
      const parsed = await parseInstanceSpec(
        { ...minimal, providerOptions: given },
        { ...settings, providerOptions },
      );
      expect(parsed.options).toEqual({ given: {} });
    }
  });

  test('that throws or rejects makes an invalid input, with a redacted cause', async () => {
    const boom = () => new TypeError('cannot read hunter22-secret');
    const schemas = [
      standardSchema(() => {
        throw boom();
      }),
      standardSchema(() => Promise.reject(boom())),
    ];
    const hostile = { ...minimal, providerOptions: { acme: { image: 'hunter22-secret' } } };
    for (const providerOptions of schemas) {
      expect(await refused(hostile, { ...settings, providerOptions })).toEqual([
        "spec.providerOptions.acme could not be checked: the provider's schema failed; report this to its author",
      ]);
      const error = await rejectionOf(parseInstanceSpec(hostile, { ...settings, providerOptions }));
      expect(error).toMatchObject({ cause: { message: 'cannot read [redacted]' } });
    }
  });

  test.each([
    ['a Map', new Map()],
    ['a function', { f: () => 1 }],
    ['a bigint', { n: 1n }],
  ])('must make JSON values of them, which can be hashed: not %s', async (_, value) => {
    const providerOptions = standardSchema(() => ({ value }));
    expect(await refused(spec, { ...settings, providerOptions })).toEqual([
      'spec.providerOptions.acme must hold nothing but JSON values',
    ]);
  });
});

describe('further checks of a provider', () => {
  test('see the spec with its defaults, and their problems are told', async () => {
    const error = rejectionOf(
      parseInstanceSpec(minimal, {
        ...settings,
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

  test('that find nothing let the spec through', async () => {
    const parsed = await parseInstanceSpec(minimal, { ...settings, check: () => [] });
    expect(parsed).toMatchObject(minimal);
  });

  test('are not asked about a spec that has problems already', async () => {
    let asked = false;
    await rejectionOf(
      parseInstanceSpec(
        { ...minimal, region: '' },
        {
          ...settings,
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
