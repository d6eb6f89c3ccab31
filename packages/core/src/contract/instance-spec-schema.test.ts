import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { checkInput } from '../validation/parse-input.js';
import { instanceFilterSchema, instanceSpecSchema, tagsSchema } from './instance-spec-schema.js';

const now = Date.UTC(2026, 0, 1);
const schema = instanceSpecSchema({ now, userDataMaxBytes: 16 });
const minimal = { size: 'small', architecture: 'amd64' };

function problems(checked: v.GenericSchema, value: unknown, name = 'spec'): string[] {
  return (checkInput(checked, value, name).issues ?? []).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

/** What the schema says of a spec that has one more field. */
const problemsWith = (fields: object) => problems(schema, { ...minimal, ...fields });

describe('a spec', () => {
  test('needs size and architecture', () => {
    expect(problems(schema, minimal)).toEqual([]);
    expect(problems(schema, {})).toEqual([
      'spec.size is required',
      'spec.architecture is required',
    ]);
  });

  test('may have every field', () => {
    const spec = {
      size: 'large',
      architecture: 'arm64',
      region: 'eu-west-1',
      userData: '#cloud-config\n\t',
      tags: { env: 'preview' },
      spotInstance: true,
      idempotencyKey: 'job-7',
      expiresAt: new Date(now + 1),
      providerOptions: { hetzner: { image: 'debian-12' }, aws: undefined },
    };
    expect(checkInput(schema, spec, 'spec')).toMatchObject({ success: true, output: spec });
  });

  test('may have undefined in place of every optional field', () => {
    expect(
      problemsWith({
        region: undefined,
        userData: undefined,
        tags: undefined,
        spotInstance: undefined,
        idempotencyKey: undefined,
        expiresAt: undefined,
        providerOptions: undefined,
      }),
    ).toEqual([]);
  });

  test('with everything wrong has every problem listed, once each', () => {
    const spec = {
      size: 'tiny',
      architecture: 'x86',
      region: '',
      userData: 7,
      tags: [],
      spotInstance: 'yes',
      idempotencyKey: '',
      expiresAt: 0,
      providerOptions: 'none',
      regoin: 'nbg1',
      constructor: 1,
    };
    expect(problems(schema, spec)).toEqual([
      'spec.size must be one of small, medium, large, not "tiny"',
      'spec.architecture must be one of amd64, arm64, not "x86"',
      'spec.region must not be empty',
      'spec.userData must be a string',
      'spec.tags must be an object of strings',
      'spec.spotInstance must be true or false',
      'spec.idempotencyKey must not be empty',
      'spec.expiresAt must be a Date',
      'spec.providerOptions must be an object of objects, one per provider',
      'spec.regoin is not a known field',
      'spec.constructor is not a known field',
    ]);
  });

  test('has no null in any field', () => {
    const keys = [
      'region',
      'userData',
      'tags',
      'spotInstance',
      'idempotencyKey',
      'expiresAt',
      'providerOptions',
    ];
    const spec = { ...minimal, ...Object.fromEntries(keys.map((key) => [key, null])) };
    expect(checkInput(schema, spec, 'spec').issues?.map(({ path }) => path)).toEqual(
      keys.map((key) => `spec.${key}`),
    );
  });

  test.each([[undefined], [null], ['small'], [7], [[]], [new Map()], [() => minimal]])(
    'is an object, not %s',
    (value) => {
      expect(problems(schema, value)).toEqual(['spec must be an object']);
    },
  );
});

describe('a region', () => {
  test.each(['nbg1', 'eu-west-1', 'NYC3', 'a', 'r'.repeat(64)])('may be %s', (region) => {
    expect(problemsWith({ region })).toEqual([]);
  });

  test.each([
    ['a path', '../x', 'must be a region name of letters, digits and dashes, not "../x"'],
    [
      'a host',
      'x.evil.test',
      'must be a region name of letters, digits and dashes, not "x.evil.test"',
    ],
    [
      'text with a quote',
      'a"b',
      'must be a region name of letters, digits and dashes, not "a\\"b"',
    ],
    ['a dash first', '-a', 'must be a region name of letters, digits and dashes, not "-a"'],
    [
      'letters with accents',
      'zürich',
      'must be a region name of letters, digits and dashes, not "zürich"',
    ],
    ['too long', 'r'.repeat(65), 'must have at most 64 characters, not 65'],
    ['absurdly long', '/'.repeat(1_000_000), 'must have at most 64 characters, not 1000000'],
    ['text with NUL', 'a\0', 'must not contain control characters or broken Unicode'],
    ['a number', 1, 'must be a string'],
  ])('is not %s', (_, region, problem) => {
    expect(problemsWith({ region })).toEqual([`spec.region ${problem}`]);
  });
});

describe('user data', () => {
  test.each([
    ['empty', ''],
    ['lines and tabs', '#!\r\n\techo\u001b'],
    ['as many bytes as the cloud takes', 'ééééé😀ab'],
  ])('may be %s', (_, userData) => {
    expect(problemsWith({ userData })).toEqual([]);
  });

  test.each([
    [
      'too many bytes, though not too many characters',
      'ééééé😀abc',
      'must have at most 16 bytes, not 17',
    ],
    ['absurdly long', 'x'.repeat(10_000_000), 'must have at most 16 bytes, not 10000000'],
    ['NUL', 'hunter22\0', 'must not contain NUL characters or broken Unicode'],
    ['half a character', 'hunter22\udc00', 'must not contain NUL characters or broken Unicode'],
    ['bytes', Buffer.from('hunter22'), 'must be a string'],
    ['an object', { script: 'hunter22' }, 'must be a string'],
  ])('is not %s, and is not shown', (_, userData, problem) => {
    const found = problemsWith({ userData });
    expect(found).toEqual([`spec.userData ${problem}`]);
    expect(inspect(found)).not.toContain('hunter22');
  });
});

describe('tags', () => {
  test.each([
    ['none', {}],
    ['unicode, slashes and spaces', { 'ключ/a b': 'feature/foo.bar 日本 😀' }],
    ['an empty value', { env: '' }],
    ['the longest key and value', { ['k'.repeat(127)]: 'v'.repeat(256) }],
    [
      'as many as there may be',
      Object.fromEntries(Array.from({ length: 40 }, (__, i) => [`k${i}`, 'v'])),
    ],
    ['no prototype', Object.assign(Object.create(null), { env: 'x' })],
    ['another realm', runInNewContext('({ env: "x" })')],
    ['the mark of test machines', { stagely_test: 'true' }],
    ['a word that holds the prefix', { 'my-stagely': 'x' }],
  ])('may be %s', (_, tags) => {
    const result = checkInput(tagsSchema, tags, 'tags');
    expect(result).toMatchObject({ success: true });
    expect(result.success && Object.entries(result.output)).toEqual(Object.entries(tags));
  });

  test('may have keys that are words of JavaScript, and come out as they went in', () => {
    const json = '{"__proto__":"a","constructor":"b","toString":"c","prototype":"d","7":"e"}';
    const result = checkInput(tagsSchema, JSON.parse(json), 'tags');
    expect(result.success && Object.entries(result.output).sort()).toEqual([
      ['7', 'e'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['prototype', 'd'],
      ['toString', 'c'],
    ]);
    expect(result.success && Object.getPrototypeOf(result.output)).toBe(Object.prototype);
  });

  test('are copied, so that a later change changes nothing', () => {
    const tags = { env: 'a' };
    const result = checkInput(tagsSchema, tags, 'tags');
    tags.env = 'b';
    expect(result).toMatchObject({ output: { env: 'a' } });
  });

  test.each([
    ['a number', { env: 7 }, 'tags.env must be a string'],
    ['null', { env: null }, 'tags.env must be a string'],
    ['nothing', { env: undefined }, 'tags.env is required'],
    ['an object', { env: {} }, 'tags.env must be a string'],
    [
      'too long a value',
      { env: 'v'.repeat(257) },
      'tags.env must have at most 256 characters, not 257',
    ],
    [
      'NUL in a value',
      { env: 'a\0' },
      'tags.env must not contain control characters or broken Unicode',
    ],
    [
      'half a character',
      { env: '\ud800' },
      'tags.env must not contain control characters or broken Unicode',
    ],
    ['an empty key', { '': 'x' }, 'tags."" has a key that must not be empty'],
    [
      'too long a key',
      { ['k'.repeat(128)]: 'x' },
      `tags.${'k'.repeat(60)}… has a key that must have at most 127 characters, not 128`,
    ],
    [
      'a line break in a key',
      { 'a\nb': 'x' },
      'tags.a\\nb has a key that must not contain control characters or broken Unicode',
    ],
    [
      'a number for a word of JavaScript',
      JSON.parse('{"__proto__":7}'),
      'tags.__proto__ must be a string',
    ],
  ])('are not %s', (_, tags, problem) => {
    expect(problems(tagsSchema, tags, 'tags')).toEqual([problem]);
  });

  test.each([
    'stagely',
    'stagely-managed',
    'stagely_test2',
    'Stagely:x',
    'STAGELY_TEST',
    'stagelyfoo',
  ])('have no key with the reserved prefix: %s', (key) => {
    expect(problems(tagsSchema, { [key]: 'x' }, 'tags')).toEqual([
      `tags.${key} has a key that starts with the reserved prefix "stagely"`,
    ]);
  });

  test('have every problem listed, two of one tag among them', () => {
    expect(problems(tagsSchema, { stagely: 7, ok: 'x', b: 1 }, 'tags')).toEqual([
      'tags.stagely has a key that starts with the reserved prefix "stagely"',
      'tags.stagely must be a string',
      'tags.b must be a string',
    ]);
  });

  test('are at most 40', () => {
    const tags = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`k${index}`, 'v']));
    expect(problems(tagsSchema, tags, 'tags')).toEqual(['tags must have at most 40 tags, not 41']);
  });

  test.each([
    ['an array', ['a']],
    ['a Map', new Map([['a', 'b']])],
    ['text', 'env=a'],
    [
      'an instance of a class',
      new (class Tags {
        env = 'a';
      })(),
    ],
  ])('are an object of strings, not %s', (_, tags) => {
    expect(problems(tagsSchema, tags, 'tags')).toEqual(['tags must be an object of strings']);
  });
});

describe('the end of a lease', () => {
  test('lies in the future, by a millisecond at least', () => {
    expect(problemsWith({ expiresAt: new Date(now + 1) })).toEqual([]);
    expect(problemsWith({ expiresAt: new Date(now) })).toEqual([
      'spec.expiresAt must lie in the future',
    ]);
    expect(problemsWith({ expiresAt: new Date(0) })).toEqual([
      'spec.expiresAt must lie in the future',
    ]);
  });

  test('is a valid Date', () => {
    expect(problemsWith({ expiresAt: new Date(Number.NaN) })).toEqual([
      'spec.expiresAt must be a valid Date',
    ]);
    expect(problemsWith({ expiresAt: '2027-01-01' })).toEqual(['spec.expiresAt must be a Date']);
  });
});

describe('provider options', () => {
  test('are an object per provider, each wrong one told by its name', () => {
    expect(problemsWith({ providerOptions: { aws: {}, hetzner: undefined } })).toEqual([]);
    expect(
      problemsWith({ providerOptions: { aws: 'x', hetzner: null, digitalocean: [], mock: {} } }),
    ).toEqual([
      'spec.providerOptions.aws must be an object',
      'spec.providerOptions.hetzner must be an object',
      'spec.providerOptions.digitalocean must be an object',
    ]);
  });
});

describe('a filter', () => {
  test('may be absent, empty or full', () => {
    const full = { tags: { env: 'x' }, idempotencyKey: 'k', region: 'r', includeTerminated: true };
    for (const filter of [undefined, {}, full]) {
      expect(problems(instanceFilterSchema, filter, 'filter')).toEqual([]);
    }
    expect(checkInput(instanceFilterSchema, full, 'filter')).toMatchObject({ output: full });
  });

  test('has every problem listed', () => {
    const filter = {
      tags: { env: 1 },
      idempotencyKey: '',
      region: '..',
      includeTerminated: 1,
      state: 'x',
    };
    expect(problems(instanceFilterSchema, filter, 'filter')).toEqual([
      'filter.tags.env must be a string',
      'filter.idempotencyKey must not be empty',
      'filter.region must be a region name of letters, digits and dashes, not ".."',
      'filter.includeTerminated must be true or false',
      'filter.state is not a known field',
    ]);
    expect(problems(instanceFilterSchema, null, 'filter')).toEqual(['filter must be an object']);
  });
});
