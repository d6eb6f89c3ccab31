// Run by src/node-test.test.ts, as somebody's test would be: with the published entry points.
import { definePlugin } from '@stagely/core/plugin';
import { testConformance } from '@stagely/provider-conformance/node-test';
import * as v from 'valibot';

testConformance('a provider without a method', {
  plugin: definePlugin({
    name: 'broken',
    contract: 1,
    credentials: v.strictObject({ token: v.string() }),
    secretFields: ['token'],
    createProvider: () => ({ name: 'broken' }),
    credentialsFromEnvironment: () => ({}),
  }),
  credentials: { token: 'token-pWx7Qk2Lr9' },
  unknownInstanceId: 'unknown',
  properties: { regions: ['north'], arm64: false, spot: false, visibilityWindowMs: 0 },
});
