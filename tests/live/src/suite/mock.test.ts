import { randomUUID } from 'node:crypto';
import mockPlugin, { MockProvider } from '@stagely/provider-mock';
import { afterAll, expect } from 'vitest';
import { liveCases } from '../cases/live-cases.js';
import { findTarget } from '../target/find-target.js';
import { mock } from '../testing/mock-cloud.js';
import { registerSuite } from './register-suite.js';

/** The machines of a mock are in no cloud but in itself, so every provider is this one. */
const cloud = new MockProvider();
const plugin = { ...mockPlugin, createProvider: () => cloud };

afterAll(() => {
  const launched = cloud.instances.length;
  const live = cloud.instances.filter(({ state }) => state !== 'terminated');
  expect(launched).toBeGreaterThan(0);
  expect(live).toEqual([]);
});

const env = { STAGELY_MOCK_ENDPOINT: 'memory:', STAGELY_LIVE_QUICK: '1' };
registerSuite(mock, await findTarget(mock, { env, plugin }), {
  runId: randomUUID(),
  cases: liveCases,
});
