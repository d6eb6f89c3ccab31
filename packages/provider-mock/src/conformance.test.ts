import { VirtualClock } from '@stagely/core/plugin';
import type { ConformanceHarness } from '@stagely/provider-conformance';
import { testConformance } from '@stagely/provider-conformance/vitest';
import { MockProvider } from './mock-provider.js';
import { mockPlugin } from './plugin.js';
import type { MockSettings } from './settings.js';

testConformance('the mock as it is', harness());

testConformance(
  'the mock with delays and spot instances',
  harness({ delay: 20_000, addressDelay: 10_000, bootDelay: 30_000, spot: true }),
);

/** The instances of a mock are in no cloud but in itself, so all providers of a harness are one. */
function harness(settings: MockSettings = {}): ConformanceHarness {
  const credentials = { region: 'mock-1', api_token: 'mock-token-pWx7Qk2Lr9' };
  let mock: MockProvider | undefined;
  return {
    plugin: mockPlugin,
    packageFolder: new URL('..', import.meta.url),
    credentials,
    unknownInstanceId: 'mock-999999',
    properties: {
      regions: ['mock-1', 'mock-2'],
      arm64: true,
      spot: settings.spot ?? false,
      visibilityWindowMs: 0,
    },
    settings,
    clock: new VirtualClock(),
    createProvider(_, context) {
      mock ??= new MockProvider(credentials, context);
      return mock;
    },
    countLiveInstances: () =>
      mock?.instances.filter(({ state }) => state !== 'terminated').length ?? 0,
    stopInstance: (instanceId) => mock?.stopInstance(instanceId),
  };
}
