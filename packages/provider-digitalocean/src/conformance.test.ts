import {
  DIGITALOCEAN_TEST_TOKEN,
  type DigitalOceanEmulatorOptions,
  startDigitalOceanEmulator,
} from '@stagely/cloud-emulators';
import { VirtualClock } from '@stagely/core/plugin';
import type { ConformanceHarness } from '@stagely/provider-conformance';
import { testConformance } from '@stagely/provider-conformance/vitest';
import { afterAll } from 'vitest';
import { digitalOceanPlugin } from './plugin.js';

testConformance('DigitalOcean', await harness());

testConformance(
  'DigitalOcean with lagging reads',
  await harness({
    consistencyWindowMs: 8_000,
  }),
);

async function harness(options: DigitalOceanEmulatorOptions = {}): Promise<ConformanceHarness> {
  const clock = new VirtualClock();
  const cloud = await startDigitalOceanEmulator({
    clock,
    port: false,
    rateLimits: false,
    ...options,
  });
  afterAll(() => cloud.close());
  const { droplets } = cloud.state;
  return {
    plugin: digitalOceanPlugin,
    packageFolder: new URL('..', import.meta.url),
    credentials: { api_token: DIGITALOCEAN_TEST_TOKEN, region: 'fra1' },
    invalidCredentials: { api_token: 'dop_v1_of-nobody-at-all', region: 'fra1' },
    unknownInstanceId: '559999999',
    settings: { endpoint: cloud.url },
    fetch: cloud.fetch,
    clock,
    properties: {
      regions: ['fra1', 'ams3'],
      arm64: 'emulated',
      spot: false,
      visibilityWindowMs: options.consistencyWindowMs === undefined ? 0 : 10_000,
    },
    countLiveInstances: () => droplets.existing().filter(({ ending }) => !ending).length,
    createForeignInstance: () => {
      droplets.plant({ name: 'web-1', tags: ['env:test'] });
    },
    stopInstance: (instanceId) => droplets.switchOff(Number(instanceId)),
  };
}
