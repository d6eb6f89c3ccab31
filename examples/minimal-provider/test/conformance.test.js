import { after } from 'node:test';
import plugin from '@acme/stagely-provider-fast';
import { testConformance } from '@stagely/provider-conformance/node-test';
import { FastCloud } from './fast-cloud.js';

const token = 'acme-token-pWx7Qk2Lr9';
const cloud = new FastCloud(token);
const endpoint = await cloud.listen();
after(() => cloud.close());

testConformance('acme', {
  plugin,
  packageFolder: new URL('..', import.meta.url),
  credentials: { api_token: token, region: 'north' },
  invalidCredentials: { api_token: 'acme-token-Zb4Hn8Vt1C', region: 'north' },
  unknownInstanceId: 'fast-ffffffff',
  settings: { endpoint, pollIntervalMs: 1 },
  properties: { regions: ['north', 'south'], arm64: false, spot: false, visibilityWindowMs: 0 },
  countLiveInstances: () => cloud.live,
  createForeignInstance: () => cloud.launchForeign(),
  stopInstance: (instanceId) => cloud.stop(instanceId),
});
