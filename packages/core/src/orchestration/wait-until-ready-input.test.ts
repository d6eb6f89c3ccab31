import { describe, expect, test } from 'vitest';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { waitUntilReady } from './wait-until-ready.js';

const DELAY = 'must be a whole number from';
const PROVIDER = 'must be a provider: an object with a name and the methods getInstanceStatus';

async function issuesOf(...parameters: unknown[]): Promise<unknown> {
  const error = await Reflect.apply(waitUntilReady, undefined, parameters).catch(
    (caught: unknown) => caught,
  );
  if (!InvalidInputError.isInstance(error)) throw error;
  expect(error.operation).toBe('waitUntilReady');
  return error.issues;
}

describe('wrong input', () => {
  test.each<[string, unknown, string]>([
    ['timeoutMs', -1, `${DELAY} 0 to 86400000`],
    ['timeoutMs', 86_400_001, `${DELAY} 0 to 86400000`],
    ['minDelayMs', 0, `${DELAY} 1 to 3600000`],
    ['minDelayMs', 3_600_001, `${DELAY} 1 to 3600000`],
    ['notFoundGraceMs', 0.5, `${DELAY} 0 to 3600000`],
    ['notFoundGraceMs', '1', `${DELAY} 0 to 3600000`],
    ['onStatus', 'log', 'must be a function'],
    ['signal', {}, 'must be an AbortSignal'],
    ['clock', 5, 'must have the methods now and sleep'],
    ['random', 0.5, 'must be a function'],
    ['timeout', 5, 'is not a known field'],
  ])('in the option %s is told: %j', async (field, value, message) => {
    const provider = new TinyProvider(new VirtualClock());
    expect(await issuesOf(provider, 'm-1', { [field]: value })).toEqual([
      { path: `options.${field}`, message },
    ]);
    expect(provider.calls).toEqual([]);
  });

  test.each([
    undefined,
    null,
    'aws',
    {},
    { name: 5, getInstanceStatus: () => {} },
    { name: 'x', getInstanceStatus: 'no' },
  ])('as provider is told: %j', async (provider) => {
    expect(await issuesOf(provider, 'm-1')).toEqual([{ path: 'provider', message: PROVIDER }]);
  });

  test.each([
    [undefined, 'is required'],
    [5, 'must be a string'],
    ['', 'must not be empty'],
    ['a\0b', 'must not contain control characters or broken Unicode'],
    ['a'.repeat(256), 'must have at most 255 characters, not 256'],
  ])('as id is told: %j', async (instanceId, message) => {
    const provider = new TinyProvider(new VirtualClock());
    expect(await issuesOf(provider, instanceId)).toEqual([{ path: 'instanceId', message }]);
  });

  test('is told all at once', async () => {
    expect(await issuesOf({}, '', { timeoutMs: -1, more: 1 })).toMatchObject([
      { path: 'provider' },
      { path: 'instanceId' },
      { path: 'options.timeoutMs' },
      { path: 'options.more' },
    ]);
  });
});
