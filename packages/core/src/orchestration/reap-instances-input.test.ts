import { describe, expect, test } from 'vitest';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { reapInstances } from './reap-instances.js';

async function issuesOf(...parameters: unknown[]): Promise<unknown> {
  const error = await Reflect.apply(reapInstances, undefined, parameters).catch(
    (caught: unknown) => caught,
  );
  if (!InvalidInputError.isInstance(error)) throw error;
  expect(error.operation).toBe('reapInstances');
  return error.issues;
}

describe('wrong input', () => {
  test.each<[string, unknown, string]>([
    ['olderThanMs', -1, 'must be a whole number from 0'],
    ['olderThanMs', '1h', 'must be a whole number from 0'],
    ['olderThanMs', Number.POSITIVE_INFINITY, 'must be a whole number from 0'],
    ['minimumAgeMs', -1, 'must be a whole number from 0'],
    ['minimumAgeMs', null, 'must be a whole number from 0'],
    ['tags', [], 'must be an object of strings'],
    ['tags.env', { env: 5 }, 'must be a string'],
    ['dryRun', 'yes', 'must be true or false'],
    ['signal', {}, 'must be an AbortSignal'],
    ['clock', null, 'must have the methods now and sleep'],
    ['olderthan', 1, 'is not a known field'],
  ])('in the option %s is told: %j', async (path, value, message) => {
    const provider = new TinyProvider(new VirtualClock());
    const [field = ''] = path.split('.');
    expect(await issuesOf(provider, { [field]: value })).toEqual([
      { path: `options.${path}`, message },
    ]);
    expect(provider.calls).toEqual([]);
  });

  test.each([undefined, 5, {}, { name: 'x', listInstances: () => {} }])(
    'as provider is told: %j',
    async (provider) => {
      expect(await issuesOf(provider)).toEqual([
        {
          path: 'provider',
          message:
            'must be a provider: an object with a name and the methods listInstances, getInstanceStatus, terminateInstance',
        },
      ]);
    },
  );

  test.each([null, 5, 'all', []])('as options is told: %j', async (options) => {
    expect(await issuesOf(new TinyProvider(new VirtualClock()), options)).toEqual([
      { path: 'options', message: 'must be an object' },
    ]);
  });

  test('is told all at once', async () => {
    expect(await issuesOf(null, { olderThanMs: -1, dryRun: 1, more: 1 })).toMatchObject([
      { path: 'provider' },
      { path: 'options.olderThanMs' },
      { path: 'options.dryRun' },
      { path: 'options.more' },
    ]);
  });
});
