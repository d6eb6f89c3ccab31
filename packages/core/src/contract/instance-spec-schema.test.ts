import { inspect } from 'node:util';
import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { checkInput } from '../validation/parse-input.js';
import { instanceFilterSchema, instanceSpecSchema } from './instance-spec-schema.js';

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
  test.each(['nbg1', 'eu-west-1', 'NYC3', 'a', '0', '9-Z', 'r'.repeat(64)])(
    'may be %s',
    (region) => {
      expect(problemsWith({ region })).toEqual([]);
    },
  );

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
