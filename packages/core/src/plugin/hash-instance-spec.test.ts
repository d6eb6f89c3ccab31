import { describe, expect, test } from 'vitest';
import { canonicalJson, hashInstanceSpec } from './hash-instance-spec.js';

const spec = {
  size: 'small',
  architecture: 'amd64',
  region: 'nbg1',
  userData: '#cloud-config\n',
  tags: { env: 'preview', a: '1' },
  spotInstance: false,
  options: { image: 'ubuntu-22.04' },
};

describe('the hash of a spec', () => {
  test('is the same everywhere and forever: it stands on machines', () => {
    // Python: hashlib.sha256 of the JSON with sorted keys and without spaces, hexdigest()[:32]
    expect(hashInstanceSpec(spec)).toBe('1-d142211078b873162ef2fb3a16fe047a');
  });

  test('does not depend on the order of fields, tags or options', () => {
    const { options, tags, ...rest } = spec;
    const reordered = { options, ...rest, tags: { a: tags.a, env: tags.env } };
    expect(hashInstanceSpec(reordered)).toBe(hashInstanceSpec(spec));
  });

  test.each([
    ['size', { size: 'large' }],
    ['architecture', { architecture: 'arm64' }],
    ['region', { region: 'fsn1' }],
    ['user data', { userData: '#cloud-config' }],
    ['absence of user data', { userData: undefined }],
    ['spot', { spotInstance: true }],
    ['value of a tag', { tags: { env: 'live', a: '1' } }],
    ['key of a tag', { tags: { Env: 'preview', a: '1' } }],
    ['number of tags', { tags: { env: 'preview' } }],
    ['option', { options: { image: 'debian-12' } }],
    ['nested option', { options: { image: 'ubuntu-22.04', net: { ids: [1, 2] } } }],
  ])('depends on the %s', (_, change) => {
    expect(hashInstanceSpec({ ...spec, ...change })).not.toBe(hashInstanceSpec(spec));
  });

  test('depends on nothing else: what is given beside the fields of a hash is left out', () => {
    const more = { ...spec, idempotencyKey: 'job-7', expiresAt: new Date(0), specHash: 'x' };
    expect(hashInstanceSpec(more)).toBe(hashInstanceSpec(spec));
  });

  test('does not take a field that moved for one that stayed', () => {
    const tagged = { ...spec, tags: { a: 'b","c":"d' } };
    expect(hashInstanceSpec({ ...spec, tags: { a: 'b', c: 'd' } })).not.toBe(
      hashInstanceSpec(tagged),
    );
  });
});

describe('canonical JSON', () => {
  test.each([
    ['sorted keys at every depth', { b: { d: 1, c: 2 }, a: 3 }, '{"a":3,"b":{"c":2,"d":1}}'],
    [
      'keys sorted as text, except that numbers come first',
      { b: 1, 10: 2, 9: 3, B: 4 },
      '{"9":3,"10":2,"B":4,"b":1}',
    ],
    ['arrays in their order', [2, 1, { b: 1, a: 2 }], '[2,1,{"a":2,"b":1}]'],
    ['nothing that is undefined', { a: undefined, b: null }, '{"b":null}'],
    ['dates as text', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    [
      'keys that are words of JavaScript',
      JSON.parse('{"constructor":1,"__proto__":2}'),
      '{"__proto__":2,"constructor":1}',
    ],
    ['text', 'x"y', '"x\\"y"'],
    ['nothing', undefined, 'null'],
  ])('has %s', (_, value, json) => {
    expect(canonicalJson(value)).toBe(json);
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);

  test.each([
    ['a function', { f: () => 1 }],
    ['a symbol', [Symbol('s')]],
    ['a bigint', { n: 1n }],
    ['NaN', { n: Number.NaN }],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a Map', { m: new Map([['a', 1]]) }],
    ['a Set', new Set([1])],
    [
      'an instance of a class',
      {
        o: new (class Secret {
          #hidden = 1;
          get hidden() {
            return this.#hidden;
          }
        })(),
      },
    ],
    ['a cycle', cyclic],
  ])('is refused for %s, because different values would look the same', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
