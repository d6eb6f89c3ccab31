import { type HetznerEmulatorOptions, startHetznerEmulator } from '@stagely/cloud-emulators';
import { VirtualClock } from '@stagely/core/plugin';
import type { ConformanceHarness } from '@stagely/provider-conformance';
import { testConformance } from '@stagely/provider-conformance/vitest';
import { afterAll } from 'vitest';
import plugin from './index.js';

const LAG_MS = 2_000;

testConformance('hetzner', await harness());

testConformance(
  'hetzner, where reads lag behind',
  await harness({ consistencyWindowMs: LAG_MS }, LAG_MS),
);

testConformance(
  'hetzner, where addresses come late and servers go slowly',
  await harness({ timings: { addressMs: 15_000, goneMs: 5_000 } }),
);

/** In this process and on a virtual clock; the token is in nothing else, so that it can be searched for. */
async function harness(
  options: HetznerEmulatorOptions = {},
  visibilityWindowMs = 0,
): Promise<ConformanceHarness> {
  const clock = new VirtualClock();
  const token = 'Yk7wQ2pLr9Zb4Hn8Vt1CxM5dJ0sFgA3eU6iO';
  const emulator = await startHetznerEmulator({
    clock,
    port: false,
    rateLimits: false,
    quotas: { servers: 'unlimited', primaryIps: 'unlimited', dedicatedCores: 'unlimited' },
    credentials: [{ token, project: 'default' }],
    ...options,
  });
  afterAll(() => emulator.close());
  const { state } = emulator;
  let foreign = 0;
  return {
    plugin,
    packageFolder: new URL('..', import.meta.url),
    credentials: { api_token: token, location: 'nbg1' },
    invalidCredentials: { api_token: 'Gq1nR8vT3kX6bW9mC2zL5yH7pD0jS4fA', location: 'nbg1' },
    unknownInstanceId: '4711',
    properties: { regions: ['nbg1', 'fsn1'], arm64: true, spot: false, visibilityWindowMs },
    settings: { visibilityWindowMs },
    fetch: emulator.fetch,
    clock,
    countLiveInstances: () =>
      state.servers().filter(({ status }) => status !== 'gone' && status !== 'deleting').length,
    createForeignInstance: () => {
      state.plantServer({ name: `somebody-elses-${foreign++}` });
    },
    stopInstance: (instanceId) => state.setServerStatus(Number(instanceId), 'off'),
  };
}
