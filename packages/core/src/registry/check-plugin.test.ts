import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { TinyProvider } from '../../test/tiny-provider.js';
import { systemClock } from '../clock/system-clock.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { definePlugin } from '../plugin/define-plugin.js';
import { checkPlugin, checkProvider } from './check-plugin.js';

const plugin = {
  name: 'tiny',
  contract: 1,
  credentials: v.object({ api_token: v.string() }),
  secretFields: ['api_token'],
  createProvider: () => new TinyProvider(systemClock),
  credentialsFromEnvironment: () => ({}),
} as const;

function problem(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof IncompatibleProviderError) return error.message;
    throw error;
  }
  return 'none';
}

describe('a plugin', () => {
  test('is what definePlugin returns, and stays what it is', () => {
    const defined = definePlugin(plugin);
    expect(checkPlugin(defined, 'It')).toBe(defined);
  });

  test('may have more than the contract asks for', () => {
    const more = { ...plugin, environmentVariables: { api_token: ['A', 'B'] }, extra: 1 };
    expect(checkPlugin(more, 'It')).toBe(more);
  });

  test('may have a Standard Schema that is a function', () => {
    const schema = Object.assign(() => {}, { '~standard': { validate: () => ({ value: {} }) } });
    expect(problem(() => checkPlugin({ ...plugin, credentials: schema }, 'It'))).toBe('none');
  });

  test.each<[string, object]>([
    ['name must be a provider name', { name: 'No Name' }],
    ['name must be a provider name', { name: '../x' }],
    ['name must be a provider name', { name: 5 }],
    ['contract must be 1', { contract: 2 }],
    ['contract must be 1', { contract: '1' }],
    ['credentials must be a Standard Schema', { credentials: null }],
    ['credentials must be a Standard Schema', { credentials: 'schema' }],
    ['credentials must be a Standard Schema', { credentials: {} }],
    ['credentials must be a Standard Schema', { credentials: { '~standard': null } }],
    ['credentials must be a Standard Schema', { credentials: { '~standard': {} } }],
    ['secretFields must be an array', { secretFields: 'api_token' }],
    ['secretFields.1 must be a string', { secretFields: ['a', 5] }],
    ['createProvider must be a function', { createProvider: {} }],
    ['credentialsFromEnvironment must be a function', { credentialsFromEnvironment: 0 }],
    ['environmentVariables must be an object of arrays', { environmentVariables: 'A' }],
    ['environmentVariables.token must be an array', { environmentVariables: { token: 'A' } }],
    ['environmentVariables.token.0 must be a string', { environmentVariables: { token: [1] } }],
  ])('is none when %s', (expected, change) => {
    const message = problem(() => checkPlugin({ ...plugin, ...change }, 'What came'));
    expect(message).toContain(`What came is not a Stagely provider plugin: ${expected}`);
  });

  test('has every problem of it told', () => {
    expect(problem(() => checkPlugin({ contract: 3 }, 'It'))).toBe(
      'It is not a Stagely provider plugin: name is missing; contract must be 1; credentials is missing; secretFields is missing; createProvider is missing; credentialsFromEnvironment is missing. A plugin is what definePlugin() of @stagely/core/plugin returns.',
    );
  });

  test.each([undefined, null, 'plugin', 5, () => {}])('is not %s', (value) => {
    expect(problem(() => checkPlugin(value, 'It'))).toContain(
      'It is not a Stagely provider plugin: it is no object.',
    );
  });
});

describe('a provider', () => {
  test('is what has a name and every method, and stays what it is', () => {
    const provider = new TinyProvider(systemClock);
    expect(checkProvider(provider, 'It')).toBe(provider);
  });

  test('is asked for nothing but what the contract names', () => {
    const provider = Object.defineProperty(new TinyProvider(systemClock), 'secret', {
      enumerable: true,
      get: () => {
        throw new Error('was asked');
      },
    });
    expect(checkProvider(provider, 'It')).toBe(provider);
  });

  test.each([
    'createInstance',
    'getInstanceStatus',
    'terminateInstance',
    'validateCredentials',
    'listInstances',
    'setExpiry',
    'getInstanceStatuses',
    'sweep',
  ])('is none when its %s is no function', (method) => {
    const provider = Object.defineProperty(new TinyProvider(systemClock), method, { value: 1 });
    expect(problem(() => checkProvider(provider, 'What came'))).toBe(
      `What came is not a Stagely provider: ${method} must be a function.`,
    );
  });

  test('has every problem of it told', () => {
    expect(problem(() => checkProvider({ name: 1, sweep: 1 }, 'It'))).toBe(
      'It is not a Stagely provider: name must be a string; createInstance is missing; getInstanceStatus is missing; terminateInstance is missing; validateCredentials is missing; listInstances is missing; setExpiry is missing; sweep must be a function.',
    );
  });

  test.each([undefined, null, 'aws', []])('is not %s', (value) => {
    expect(problem(() => checkProvider(value, 'It'))).toContain('It is not a Stagely provider: ');
  });
});

describe('an object that fights back', () => {
  const throwing = {
    get name(): string {
      throw new Error('boom');
    },
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();

  test.each([
    ['a getter that throws', throwing],
    ['a revoked Proxy', revoked],
  ])('is neither plugin nor provider: %s', (_, value) => {
    expect(problem(() => checkPlugin(value, 'It'))).toContain('it cannot be read');
    expect(problem(() => checkProvider(value, 'It'))).toContain('it cannot be read');
  });
});
