import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { silentLogger } from '../contract/logger.js';
import { generateEncryptionKey } from '../credentials/encryption-key.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { ProviderRegistry } from './provider-registry.js';

const encryptionKey = generateEncryptionKey();

function issuesOf(options: unknown): unknown {
  try {
    Reflect.construct(ProviderRegistry, [options]);
  } catch (error) {
    if (!InvalidInputError.isInstance(error)) throw error;
    expect(error.operation).toBe('new ProviderRegistry');
    return error.issues;
  }
  return [];
}

describe('a registry takes', () => {
  test.each<[string, object]>([
    ['nothing but a key', {}],
    ['several keys', { encryptionKey: [encryptionKey, generateEncryptionKey()] }],
    ['a list of one key', { encryptionKey: [encryptionKey] }],
    ['a Buffer as key', { encryptionKey: Buffer.alloc(32) }],
    ['a folder', { resolveFrom: process.cwd() }],
    ['import.meta.url', { resolveFrom: pathToFileURL(`${process.cwd()}/package.json`).href }],
    ['a URL', { resolveFrom: pathToFileURL(process.cwd()) }],
    [
      'packages',
      { plugins: ['@stagely/provider-x', 'stagely-provider-x', '@a/stagely-provider-x'] },
    ],
    ['no packages', { plugins: [] }],
    ['settings', { providers: { x: { endpoint: 'http://127.0.0.1' }, y: undefined } }],
    ['a clock, a logger and a fetch', { clock: new VirtualClock(), logger: silentLogger, fetch }],
    ['the smallest cache', { maxProviders: 1 }],
    ['the largest cache', { maxProviders: 1_000_000 }],
    [
      'undefined for everything that has a default',
      {
        resolveFrom: undefined,
        plugins: undefined,
        providers: undefined,
        logger: undefined,
        clock: undefined,
        fetch: undefined,
        maxProviders: undefined,
      },
    ],
  ])('%s', (_, options) => {
    expect(issuesOf({ encryptionKey, ...options })).toEqual([]);
  });
});

const KEY_MESSAGE =
  'must be a Uint8Array of 32 bytes, or several; parseEncryptionKey() reads one from configuration';
const PLUGIN_MESSAGE =
  'must be the name of a provider package: @stagely/provider-…, stagely-provider-… or @scope/stagely-provider-…';

describe('a registry refuses', () => {
  test.each([
    ['no key', undefined, 'is required'],
    ['null as key', null, KEY_MESSAGE],
    ['a key as text', 'a'.repeat(64), KEY_MESSAGE],
    ['a short key', new Uint8Array(31), KEY_MESSAGE],
    ['a long key', new Uint8Array(33), KEY_MESSAGE],
    ['a key of other elements', new Uint32Array(32), KEY_MESSAGE],
    ['an empty list of keys', [], KEY_MESSAGE],
    ['a list with one bad key', [encryptionKey, new Uint8Array(5)], KEY_MESSAGE],
  ])('%s', (_, key, message) => {
    const options = key === undefined ? {} : { encryptionKey: key };
    expect(issuesOf(options)).toEqual([{ path: 'options.encryptionKey', message }]);
  });

  test.each<[string, string, unknown, string]>([
    ['resolveFrom', 'a number', 5, 'must be a path or a file: URL'],
    ['resolveFrom', 'empty', '', 'must not be empty'],
    ['resolveFrom', 'longer than a path', 'a'.repeat(4_097), 'must have at most 4096 characters'],
    ['resolveFrom', 'a path with NUL', 'a\0b', 'must not contain control characters'],
    ['plugins', 'one name', 'stagely-provider-x', 'must be an array of package names'],
    ['plugins.1', 'no plugin package', ['stagely-provider-x', 'express'], PLUGIN_MESSAGE],
    ['plugins.0', 'a path', ['../evil'], PLUGIN_MESSAGE],
    ['plugins.0', 'a number', [5], PLUGIN_MESSAGE],
    ['providers', 'an array', [], 'must be an object of objects, one per provider'],
    ['providers', 'a Map', new Map(), 'must be an object of objects, one per provider'],
    ['providers.hetzner', 'a text', { hetzner: 'http://127.0.0.1' }, 'must be an object'],
    ['providers.hetzner', 'null', { hetzner: null }, 'must be an object'],
    ['logger', 'a function', () => {}, 'must have the methods debug, info, warn and error'],
    ['logger.warn', 'no function', { ...silentLogger, warn: 'no' }, 'must be a function'],
    ['clock', 'a text', 'now', 'must have the methods now and sleep'],
    ['clock.now', 'no function', { now: 0, sleep: () => {} }, 'must be a function'],
    ['fetch', 'an object', {}, 'must be a function'],
    ['maxProviders', 'nothing', 0, 'must be a whole number from 1 to 1000000'],
    ['maxProviders', 'too large', 1_000_001, 'must be a whole number from 1 to 1000000'],
    ['maxProviders', 'no whole number', 1.5, 'must be a whole number from 1 to 1000000'],
    ['maxProviders', 'not a number', Number.NaN, 'must be a whole number from 1 to 1000000'],
    ['maxProviders', 'a text', '5', 'must be a whole number from 1 to 1000000'],
    ['encryptionkey', 'misspelled', encryptionKey, 'is not a known field'],
  ])('a field %s that is %s', (path, _, value, message) => {
    const [field = ''] = path.split('.');
    expect(issuesOf({ encryptionKey, [field]: value })).toEqual([
      { path: `options.${path}`, message: expect.stringContaining(message) },
    ]);
  });

  test.each([undefined, null, 5, 'key', [], () => {}])('%s for options', (options) => {
    expect(issuesOf(options)).toEqual([{ path: 'options', message: 'must be an object' }]);
  });

  test('several wrong options at once, each with its path', () => {
    const issues = issuesOf({ encryptionKey: 5, plugins: ['a', 'b'], maxProviders: 0, other: 1 });
    expect(issues).toMatchObject(
      ['encryptionKey', 'plugins.0', 'plugins.1', 'maxProviders', 'other'].map((path) => ({
        path: `options.${path}`,
      })),
    );
  });
});

test('no key is shown in the error that refuses it', () => {
  const secret = 'a-key-that-is-a-text-of-no-use!!';
  expect(JSON.stringify(issuesOf({ encryptionKey: secret }))).not.toContain(secret);
});

test('keys may come from another realm, such as that of a test runner', () => {
  const encryptionKey: Uint8Array = runInNewContext('new Uint8Array(32)');
  expect(encryptionKey).not.toBeInstanceOf(Uint8Array);
  expect(() => new ProviderRegistry({ encryptionKey })).not.toThrow();
  expect(() => new ProviderRegistry({ encryptionKey: [encryptionKey] })).not.toThrow();
});
