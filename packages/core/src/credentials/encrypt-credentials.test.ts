import { webcrypto } from 'node:crypto';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesFoundBy, thrownBy } from '../../test/thrown-by.js';
import { decryptCredentials } from './decrypt-credentials.js';
import { encryptCredentials } from './encrypt-credentials.js';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const otherKey = new Uint8Array(32).fill(9);
const credentials = { api_token: 'hcloud-token-1', location: 'nbg1' };
const context = 'team-7:hetzner';

/** Opens text by another road than the one under test. */
async function openWithWebCrypto(sealed: Buffer, additionalData = Buffer.alloc(0)) {
  const imported = await webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const parameters = { name: 'AES-GCM', iv: sealed.subarray(0, 12), additionalData };
  const opened = await webcrypto.subtle.decrypt(parameters, imported, sealed.subarray(12));
  return Buffer.from(opened).toString();
}

test('the first form is base64 that another implementation opens to the JSON', async () => {
  const text = encryptCredentials(credentials, key);
  expect(text).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
  expect(await openWithWebCrypto(Buffer.from(text, 'base64'))).toBe(JSON.stringify(credentials));
});

test('the second form is opened by another implementation that knows key id and context', async () => {
  const text = encryptCredentials(credentials, key, { context });
  const [, keyId, sealed = ''] = /^stagely\.2\.([0-9a-f]{16})\.([\w-]+)$/.exec(text) ?? [];
  const associatedData = Buffer.from(`stagely.2.${keyId}\0${context}`);
  expect(keyId).toBe('1c486023c7bbee56');
  expect(await openWithWebCrypto(Buffer.from(sealed, 'base64url'), associatedData)).toBe(
    JSON.stringify(credentials),
  );
});

test('the same credentials give another text every time', () => {
  const texts = Array.from({ length: 50 }, () => encryptCredentials(credentials, key));
  expect(new Set(texts).size).toBe(50);
});

test('of several keys the first encrypts', () => {
  const text = encryptCredentials(credentials, [key, otherKey]);
  expect(decryptCredentials(text, key)).toEqual(credentials);
  expect(() => decryptCredentials(text, otherKey)).toThrow('could not be opened');
});

test('the arguments are left as they were', () => {
  const given = Object.freeze({ ...credentials });
  const givenKey = Uint8Array.from(key);
  encryptCredentials(given, Object.freeze([givenKey]), Object.freeze({ context }));
  expect(givenKey).toEqual(key);
});

describe('what was encrypted is what is opened', () => {
  const contexts = fc.option(
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 512 })
      .filter((text) => !/\p{Cc}/u.test(text)),
    { nil: undefined },
  );

  test('for any JSON object, key and context', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        contexts,
        (object, anyKey, anyContext) => {
          // JSON has no negative zero.
          const expected: unknown = JSON.parse(JSON.stringify(object));
          const text = encryptCredentials(object, anyKey, { context: anyContext });
          expect(decryptCredentials(text, anyKey, { context: anyContext })).toEqual(expected);
        },
      ),
    );
  });

  test('also for fields with names of JavaScript, and for broken Unicode', () => {
    const odd: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":"c","toString":"\\ud800"}');
    const text = String(callUntyped(encryptCredentials, odd, key));
    expect(JSON.stringify(decryptCredentials(text, key))).toBe(JSON.stringify(odd));
    expect(Object.getPrototypeOf(decryptCredentials(text, key))).toBe(Object.prototype);
  });

  test('also for the largest credentials there may be', () => {
    const largest = { token: 'x'.repeat(65_536 - '{"token":""}'.length) };
    for (const options of [{}, { context }]) {
      const text = encryptCredentials(largest, key, options);
      expect(decryptCredentials(text, key, options)).toEqual(largest);
    }
  });

  test('also for an object of another realm, without a prototype, or with an undefined field', () => {
    const bare: object = Object.assign(Object.create(null), {
      ...credentials,
      extra: undefined,
    });
    const foreign: unknown = runInNewContext('({ api_token: "hcloud-token-1", location: "nbg1" })');
    for (const given of [bare, foreign]) {
      const text = String(callUntyped(encryptCredentials, given, key));
      expect(decryptCredentials(text, key)).toEqual(credentials);
    }
  });
});

test('fields that are undefined are left out, also deep inside', () => {
  const text = encryptCredentials(
    { a: undefined, b: { c: undefined, d: [{ e: undefined }] } },
    key,
  );
  expect(decryptCredentials(text, key)).toEqual({ b: { d: [{}] } });
});

describe('credentials that JSON would not hold whole are refused', () => {
  const notJson =
    'must be a JSON value: texts, finite numbers, booleans, null, and arrays and plain objects of them';
  const cyclic: { self?: unknown; also?: unknown } = {};
  cyclic.self = cyclic;
  cyclic.also = [cyclic, cyclic, cyclic];
  let shared: unknown = 'x';
  for (let depth = 0; depth < 40; depth++) shared = [shared, shared];
  let deep: unknown = 'x';
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];

  test.each([
    ['a function', () => 'x'],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a Date', new Date(0)],
    ['an invalid Date', new Date(Number.NaN)],
    ['a Map', new Map()],
    ['bytes', new Uint8Array(2)],
    ['a Buffer', Buffer.from('x')],
    ['an instance of a class', new (class Token {})()],
    ['an array with nothing at one place', [undefined]],
    ['an array with a hole', new Array(1)],
    ['an object that prints itself', { toJSON: () => 'x' }],
    ['something of these deep inside', { a: [{ b: { c: () => 'x' } }] }],
    ['a cycle', cyclic],
    ['an object that is millions when written out', shared],
    ['nesting without end', deep],
    [
      'a getter that throws',
      {
        get inner() {
          throw new Error('hunter2');
        },
      },
    ],
  ])('%s', (_, value) => {
    expect(issuesFoundBy(() => encryptCredentials({ ok: 'x', value }, key))).toEqual([
      `credentials.value ${notJson}`,
    ]);
  });

  test('all of them are listed, whatever they are called', () => {
    expect(
      issuesFoundBy(() => encryptCredentials({ 'a\nb': 1n, '': 1n, constructor: 1n }, key)),
    ).toEqual([
      `credentials.a\\nb ${notJson}`,
      `credentials."" ${notJson}`,
      `credentials.constructor ${notJson}`,
    ]);
  });

  test('too large ones, so that no text is made that decryptCredentials refuses', () => {
    const tooLarge = { token: 'x'.repeat(65_537 - '{"token":""}'.length) };
    expect(issuesFoundBy(() => encryptCredentials(tooLarge, key))).toEqual([
      'credentials must have at most 65536 bytes as JSON',
    ]);
    const inBytes = { token: 'é'.repeat(33_000) };
    expect(issuesFoundBy(() => encryptCredentials(inBytes, key))).toEqual([
      'credentials must have at most 65536 bytes as JSON',
    ]);
  });
});

describe('wrong arguments', () => {
  const keyMessage = 'must be a Uint8Array of 32 bytes; parseEncryptionKey() makes one of text';
  const throwing = {
    get api_token() {
      throw new Error('hunter2');
    },
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();

  test.each([
    ['nothing', [undefined, key], ['credentials must be an object']],
    ['null', [null, key], ['credentials must be an object']],
    ['JSON text', ['{}', key], ['credentials must be an object']],
    ['an array', [[], key], ['credentials must be an object']],
    ['a Map', [new Map(), key], ['credentials must be an object']],
    ['a revoked Proxy', [revoked, key], ['credentials cannot be read']],
    [
      'a getter that throws',
      [throwing, key],
      ['credentials cannot be read: one of its fields throws an error'],
    ],
    ['no key', [credentials], [`key ${keyMessage}`]],
    ['key as text', [credentials, 'k'.repeat(32)], [`key ${keyMessage}`]],
    ['no keys', [credentials, []], [`key.0 ${keyMessage}`]],
    [
      'an option for decryption',
      [credentials, key, { allowUnbound: true }],
      ['options.allowUnbound is not a known field'],
    ],
    [
      'all of them',
      [{ token: 1n }, 7, { context: 'x\0' }],
      [
        'credentials.token must be a JSON value: texts, finite numbers, booleans, null, and arrays and plain objects of them',
        `key ${keyMessage}`,
        'options.context must not contain control characters or broken Unicode',
      ],
    ],
  ])('are all listed: %s', (_, given, issues) => {
    expect(issuesFoundBy(() => callUntyped(encryptCredentials, ...given))).toEqual(issues);
  });

  test('are told without showing the credentials or the key', () => {
    const error = thrownBy(() => encryptCredentials({ ...credentials, x: 1n }, key.subarray(1)));
    const shown = inspect(error, { depth: null }) + JSON.stringify(error);
    expect(shown).not.toContain('hcloud-token-1');
    expect(shown).not.toContain(Buffer.from(key.subarray(1)).toString('base64'));
    expect(error).toMatchObject({ operation: 'encryptCredentials' });
  });
});
