// A suite with cases that fail in the middle, for the test of what becomes of their machines.
import mockPlugin, { MockProvider } from '@stagely/provider-mock';
import { afterAll } from 'vitest';
import type { LiveCase } from '../cases/live-case.js';
import { registerSuite } from '../suite/register-suite.js';
import { findTarget } from '../target/find-target.js';
import { mock } from './mock-cloud.js';

const cloud = new MockProvider();
const plugin = { ...mockPlugin, createProvider: () => cloud };

afterAll(() => {
  const live = cloud.instances.filter(({ state }) => state !== 'terminated');
  console.log(`${cloud.instances.length} machines were there, ${live.length} are left.`);
});

const cases: readonly LiveCase[] = [
  {
    name: 'a case that fails in the middle',
    machines: 2,
    async run(run) {
      await Promise.all([run.create(), run.create()]);
      throw new Error('this went wrong');
    },
  },
  {
    name: 'a case that loses the answer to a creation',
    machines: 1,
    async run(run) {
      cloud.loseAnswer();
      await run.create();
    },
  },
  {
    name: 'a case whose machine cannot be ended',
    machines: 1,
    async run(run) {
      await run.create();
      cloud.failCall('terminateInstance', { times: 20 });
    },
  },
];

const env = { STAGELY_MOCK_ENDPOINT: 'memory:', STAGELY_LIVE_QUICK: '1' };
registerSuite(mock, await findTarget(mock, { env, plugin }), { runId: 'run-1', cases });
