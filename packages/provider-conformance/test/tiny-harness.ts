import type { CloudProvider, ProviderContext } from '@stagely/core';
import { definePlugin, VirtualClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import type { ConformanceHarness } from '../src/harness.js';
import { HonestProvider } from './honest-provider.js';
import { TINY_REGIONS, TinyCloud } from './tiny-cloud.js';
import type { TinyCredentials, TinySettings } from './tiny-machines.js';

const TOKEN = 'tiny-token-pWx7Qk2Lr9';
const WRONG_TOKEN = 'tiny-token-Zb4Hn8Vt1C';

const tinyPlugin = definePlugin({
  name: 'tiny',
  contract: 1,
  credentials: v.strictObject({ api_token: v.string(), region: v.string() }),
  secretFields: ['api_token'],
  createProvider: (credentials, context) => new HonestProvider(credentials, context),
  credentialsFromEnvironment: ({ TINY_TOKEN: api_token, TINY_REGION: region }) => ({
    ...(api_token === undefined ? {} : { api_token }),
    ...(region === undefined ? {} : { region }),
  }),
  environmentVariables: { api_token: ['TINY_TOKEN'], region: ['TINY_REGION'] },
});

export interface TinyHarnessOptions extends Partial<TinySettings> {
  readonly endedVisibleMs?: number;
  readonly Provider?: new (credentials: TinyCredentials, context: ProviderContext) => CloudProvider;
}

/** A harness for a provider of the tiny cloud, with a cloud and a clock of its own. */
export function tinyHarness(options: TinyHarnessOptions = {}): ConformanceHarness {
  const { arm64 = true, spot = false, visibilityWindowMs = 0, endedVisibleMs = 30_000 } = options;
  const { Provider = HonestProvider } = options;
  const clock = new VirtualClock();
  const cloud = new TinyCloud({ clock, tokens: [TOKEN], visibilityWindowMs, endedVisibleMs });
  return {
    plugin: {
      ...tinyPlugin,
      createProvider: (credentials: TinyCredentials, context: ProviderContext) =>
        new Provider(credentials, context),
    },
    credentials: { api_token: TOKEN, region: 'north' },
    invalidCredentials: { api_token: WRONG_TOKEN, region: 'north' },
    unknownInstanceId: 'm-999999',
    properties: { regions: TINY_REGIONS, arm64, spot, visibilityWindowMs },
    settings: { arm64, spot, visibilityWindowMs },
    fetch: cloud.fetch,
    clock,
    countLiveInstances: () => cloud.live,
    createForeignInstance: () => cloud.launchForeign(),
    stopInstance: (id) => cloud.stop(id),
  };
}
