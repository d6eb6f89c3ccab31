import {
  EC2_TEST_CREDENTIALS,
  type Ec2EmulatorOptions,
  startEc2Emulator,
} from '@stagely/cloud-emulators';
import { VirtualClock } from '@stagely/core/plugin';
import type { ConformanceHarness } from '@stagely/provider-conformance';
import { testConformance } from '@stagely/provider-conformance/vitest';
import { afterAll } from 'vitest';
import plugin, { type AwsSettings } from './index.js';

testConformance('EC2 whose reads are always up to date', await harness({}));
testConformance(
  'EC2 whose reads lag, in two regions',
  await harness({ consistencyWindowMs: 10_000 }, { regions: ['us-east-1', 'eu-west-1'] }),
);

async function harness(
  options: Ec2EmulatorOptions,
  settings: AwsSettings = {},
): Promise<ConformanceHarness> {
  const clock = new VirtualClock();
  const emulator = await startEc2Emulator({ port: false, clock, rateLimits: false, ...options });
  afterAll(() => emulator.close());
  const { accessKeyId, secretAccessKey } = EC2_TEST_CREDENTIALS;
  const credentials = {
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
    region: 'us-east-1',
  };
  const visibilityWindowMs = options.consistencyWindowMs === undefined ? 0 : 10_000;
  return {
    plugin,
    packageFolder: new URL('..', import.meta.url),
    credentials,
    invalidCredentials: {
      ...credentials,
      secret_access_key: 'wrong/secret/of/forty/characters/0123456',
    },
    unknownInstanceId: 'us-east-1/i-0123456789abcdef0',
    settings: { endpoint: emulator.url, visibilityWindowMs, ...settings },
    fetch: emulator.fetch,
    clock,
    properties: {
      regions: ['us-east-1', 'eu-west-1'],
      arm64: true,
      spot: true,
      visibilityWindowMs,
    },
    countLiveInstances: () =>
      emulator.state.instances().filter(({ state }) => !/shutting-down|terminated/.test(state))
        .length,
    createForeignInstance: () => {
      emulator.state.plantInstance({ region: 'us-east-1' });
    },
    stopInstance: (instanceId) => emulator.state.stopInstance(instanceId.split('/')[1] ?? ''),
  };
}
