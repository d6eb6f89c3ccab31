import type { CreatedInstance } from '@stagely/core';
import { expect } from 'vitest';
import type { TestRun } from '../run/test-run.js';
import type { LiveCase } from './live-case.js';

export const concurrencyCases: readonly LiveCase[] = [
  {
    name: 'three keys at once make three machines',
    machines: 3,
    async run(run) {
      const keys = ['a', 'b', 'c'].map((name) => run.key(name));
      const created = await createAtOnce(run, keys);
      expect(await listedIds(run, 3)).toEqual(idsOf(created).toSorted());
      expect(new Set(idsOf(created)).size).toBe(3);
    },
  },
  {
    name: 'one key at once from three processes makes one machine',
    machines: 3,
    async run(run) {
      const key = run.key('raced');
      const created = await createAtOnce(run, [key, key, key]);
      const [winner] = idsOf(created);
      expect(idsOf(created)).toEqual([winner, winner, winner]);
      expect(await listedIds(run, 1)).toEqual([winner]);
    },
  },
];

/** Each from a provider of its own, which knows nothing of the others. */
async function createAtOnce(run: TestRun, keys: readonly string[]): Promise<CreatedInstance[]> {
  const providers = await Promise.all(keys.map(() => run.openProvider()));
  const settled = await Promise.allSettled(
    providers.map((provider, index) =>
      provider.createInstance(run.spec({ idempotencyKey: keys[index] })),
    ),
  );
  // Not before all have come to their end: what is made later would be ended by nobody.
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function idsOf(created: readonly CreatedInstance[]): string[] {
  return created.map(({ instanceId }) => instanceId);
}

/** The ids of the machines of this run, once there are so many. */
async function listedIds(run: TestRun, count: number): Promise<string[]> {
  const listed = await run.eventually(
    () => run.list(),
    (found) => found.length === count,
    `${count} machines to be listed`,
  );
  return listed.map(({ instanceId }) => instanceId).toSorted();
}
