import { inspect } from 'node:util';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { TinyProvider } from '../../test/tiny-provider.js';
import { systemClock } from '../clock/system-clock.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { constructProvider } from './construct-provider.js';

const SECRET = 'dop_v1_0123456789abcdef';
const stored = { api_token: SECRET, region: 'region-number-seven' };

function plugin(change: Partial<ProviderPlugin>): ProviderPlugin {
  return {
    name: 'tiny',
    contract: 1,
    credentials: v.object({ api_token: v.string(), region: v.string() }),
    secretFields: ['api_token'],
    createProvider: () => new TinyProvider(systemClock),
    credentialsFromEnvironment: () => ({}),
    ...change,
  };
}

async function failure(change: Partial<ProviderPlugin>): Promise<unknown> {
  try {
    return { returned: await constructProvider(plugin(change), stored, {}) };
  } catch (error) {
    return error;
  }
}

function shown(value: unknown): string {
  return inspect(value, { depth: null, showHidden: true }) + JSON.stringify(value);
}

function throwing(thrown: unknown): Partial<ProviderPlugin> {
  return {
    createProvider: () => {
      throw thrown;
    },
  };
}

test('a plugin is given the credentials as its schema returns them, and the context', async () => {
  const given: unknown[] = [];
  const provider = new TinyProvider(systemClock);
  const context = { settings: { endpoint: 'e' }, clock: systemClock };
  const made = await constructProvider(
    plugin({
      credentials: v.object({ region: v.pipe(v.string(), v.toUpperCase()) }),
      createProvider: (...parameters) => {
        given.push(...parameters);
        return Promise.resolve(provider);
      },
    }),
    stored,
    context,
  );
  expect(made).toBe(provider);
  expect(given).toEqual([{ region: 'REGION-NUMBER-SEVEN' }, context]);
  expect(given[1]).toBe(context);
});

test('credentials that are not what the plugin asks for are an InvalidInputError with every problem', async () => {
  const error = await failure({
    credentials: v.strictObject({ api_token: v.number(), account: v.string() }),
  });
  expect(error).toBeInstanceOf(InvalidInputError);
  expect(error).toMatchObject({
    provider: 'tiny',
    operation: 'getProvider',
    issues: [
      { path: 'credentials.api_token' },
      { path: 'credentials.account' },
      { path: 'credentials.region' },
    ],
  });
  expect(shown(error)).not.toContain(SECRET);
});

describe('a plugin that throws', () => {
  test.each<[string, unknown]>([
    ['an error', new Error(`cannot use ${SECRET}`)],
    ['an error in base64', new TypeError(Buffer.from(`x:${SECRET}`).toString('base64'))],
    ['an error in URL form', new Error(encodeURIComponent(`?token=${SECRET}`))],
    ['an error that carries a request', Object.assign(new Error('no'), { request: { SECRET } })],
    ['an error with causes', new Error('no', { cause: new Error('why', { cause: SECRET }) })],
    ['several errors', new AggregateError([new Error(SECRET)], SECRET)],
    ['a text', SECRET],
    ['an object', { message: SECRET, token: SECRET }],
    ['what else the credentials hold', new Error(`in ${stored.region}`)],
    ['undefined', undefined],
  ])('%s becomes an IncompatibleProviderError that shows no credentials', async (_, thrown) => {
    const error = await failure(throwing(thrown));
    expect(error).toBeInstanceOf(IncompatibleProviderError);
    expect(error).toMatchObject({
      message:
        'The plugin "tiny" failed while it made a provider. Its cause says why; check its settings, or ask its author.',
      cause: expect.any(Error),
    });
    expect(shown(error)).not.toContain(SECRET);
    expect(shown(error)).not.toContain(SECRET.slice(4, 18));
    expect(shown(error)).not.toContain(stored.region);
  });

  test('an error of ours passes, without the fields it declares secret', async () => {
    const thrown = new InvalidCredentialsError(`${SECRET} has no rights in ${stored.region}`, {
      operation: 'createProvider',
    });
    const error = await failure(throwing(thrown));
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toHaveProperty('message', `[redacted] has no rights in ${stored.region}`);
    expect(shown(error)).not.toContain(SECRET);
  });

  test('in its schema shows no credentials either', async () => {
    const validate = (): StandardSchemaV1.Result<unknown> => {
      throw new Error(`cannot check ${SECRET}`);
    };
    const credentials = { '~standard': { version: 1, vendor: 'test', validate } } as const;
    const error = await failure({ credentials });
    expect(error).toBeInstanceOf(StagelyError);
    expect(error).toHaveProperty('cause.message', 'cannot check [redacted]');
    expect(shown(error)).not.toContain(SECRET);
  });

  test('keeps what tells its error from others', async () => {
    const thrown = Object.assign(new RangeError('too much'), { code: 'E_MUCH' });
    const error = await failure(throwing(thrown));
    expect(error).toMatchObject({
      cause: { name: 'RangeError', message: 'too much', code: 'E_MUCH' },
    });
  });
});

test.each([undefined, null, 'provider', {}, []])(
  'a plugin that makes %j has made no provider',
  async (made) => {
    const nonsense: object = { made };
    const error = await failure({ createProvider: () => Reflect.get(nonsense, 'made') });
    expect(error).toBeInstanceOf(IncompatibleProviderError);
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('What the plugin "tiny" created is not a Stagely provider: '),
    );
  },
);
