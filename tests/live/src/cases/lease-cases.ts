import { type CloudProvider, reapInstances } from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';
import { expect } from 'vitest';
import type { TestRun } from '../run/test-run.js';
import type { LiveCase } from './live-case.js';

const HOUR = 3_600_000;

export const leaseCases: readonly LiveCase[] = [
  {
    name: 'a machine whose lease has expired is reaped, one whose lease was renewed is not',
    machines: 2,
    async run(run) {
      const expiring = await run.create();
      const renewed = await run.create();
      await run.provider.setExpiry(renewed.instanceId, new Date(Date.now() + 3 * HOUR));
      await run.eventually(
        () => run.list(),
        (listed) =>
          listed.length === 2 &&
          listed.some(
            ({ instanceId, expiresAt }) =>
              instanceId === renewed.instanceId && Number(expiresAt) > Date.now() + 2 * HOUR,
          ),
        'two machines to be listed, one of them with the new end of its lease',
      );

      const provider = limitedToRun(run);
      const inTwoHours = { ...systemClock, now: () => Date.now() + 2 * HOUR };
      const reap = async (dryRun: boolean) => {
        const { reaped, failed } = await reapInstances(provider, { clock: inTwoHours, dryRun });
        expect(failed).toEqual([]);
        return reaped.map(({ instanceId }) => instanceId);
      };
      expect(await reap(true)).toEqual([expiring.instanceId]);
      expect(await run.stateOf(expiring.instanceId)).not.toBe('terminated');
      expect(await reap(false)).toEqual([expiring.instanceId]);
      await run.untilEnded(expiring.instanceId);
      expect(['pending', 'running']).toContain(await run.stateOf(renewed.instanceId));
    },
  },
];

/** What the account has beside the machines of this run is nobody's to reap here. */
function limitedToRun({ provider, tags }: TestRun): CloudProvider {
  return {
    name: provider.name,
    createInstance: (...given) => provider.createInstance(...given),
    getInstanceStatus: (...given) => provider.getInstanceStatus(...given),
    terminateInstance: (...given) => provider.terminateInstance(...given),
    validateCredentials: (...given) => provider.validateCredentials(...given),
    setExpiry: (...given) => provider.setExpiry(...given),
    listInstances: (filter, options) =>
      provider.listInstances({ ...filter, tags: { ...filter?.tags, ...tags } }, options),
  };
}
