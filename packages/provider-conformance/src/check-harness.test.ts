import { InvalidInputError } from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';
import { describe, expect, test, vi } from 'vitest';
import { tinyHarness } from '../test/tiny-harness.js';
import { checkHarness } from './check-harness.js';

const { clock: _, fetch: __, ...bare } = tinyHarness();

test('a harness without a clock and a fetch has those of the machine', async () => {
  const { clock, fetch } = checkHarness(bare);
  expect(clock).toBe(systemClock);
  const replaced = vi.fn(async () => new Response('replaced'));
  vi.stubGlobal('fetch', replaced);
  try {
    expect(await (await fetch('http://127.0.0.1')).text()).toBe('replaced');
  } finally {
    vi.unstubAllGlobals();
  }
});

test('a harness keeps the clock and the fetch that it has', () => {
  const harness = tinyHarness();
  const { clock, fetch } = checkHarness(harness);
  expect(clock).toBe(harness.clock);
  expect(fetch).toBe(harness.fetch);
});

const { properties } = bare;

describe('a mistake in the harness is told by name', () => {
  test.each([
    ['harness.unknownInstanceId', { ...bare, unknownInstanceId: '' }],
    ['harness.plugin', { ...bare, plugin: undefined }],
    ['harness.plugin.secretFields', { ...bare, plugin: { ...bare.plugin, secretFields: 'token' } }],
    ['harness.credentials', { ...bare, credentials: 'token' }],
    ['harness.properties', { ...bare, properties: undefined }],
    ['harness.properties.regions', { ...bare, properties: { ...properties, regions: [] } }],
    ['harness.properties.arm64', { ...bare, properties: { ...properties, arm64: 'maybe' } }],
    ['harness.properties.spot', { ...bare, properties: { ...properties, spot: undefined } }],
    [
      'harness.properties.visibilityWindowMs',
      { ...bare, properties: { ...properties, visibilityWindowMs: -1 } },
    ],
    ['harness.properties.spotty', { ...bare, properties: { ...properties, spotty: true } }],
    ['harness.skip', { ...bare, skip: ['abort'] }],
    ['harness.countLiveInstances', { ...bare, countLiveInstances: 3 }],
    ['harness.clock.sleep', { ...bare, clock: { now: () => 0 } }],
    [
      'harness.credentials.api_token',
      { ...bare, credentials: { ...bare.credentials, api_token: 'short' } },
    ],
    [
      'harness.invalidCredentials.api_token',
      { ...bare, invalidCredentials: { ...bare.credentials, api_token: 'short' } },
    ],
  ])('%s', (path, harness) => {
    const check = () => Reflect.apply(checkHarness, undefined, [harness]);
    expect(check).toThrow(InvalidInputError);
    expect(check).toThrow(path);
  });
});
