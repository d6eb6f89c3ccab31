import type { InstanceSpec } from '@stagely/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import type { CloudName } from '../clouds/tested-cloud.js';
import { liveIn } from '../live-in.js';
import { CallingProcess, nextProviderNumber } from '../processes/calling-process.js';

/** How many processes there are at most. */
const PROCESSES = 4;

const WINDOW_MS = 500;

const SPEC: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'job-7' };

interface Race {
  readonly calls: number;
  readonly processes: number;
  /** Whether the calls of a process are made on one provider, which shares their work, or each on its own. */
  readonly providers: 'one for each process' | 'one for each call';
}

const RACES: readonly Race[] = [
  ...[1, 2, 4].flatMap((processes) =>
    [2, 10, 100]
      .filter((calls) => calls >= processes)
      .map((calls) => ({ calls, processes, providers: 'one for each process' as const })),
  ),
  { calls: 2, processes: 1, providers: 'one for each call' },
  { calls: 10, processes: 2, providers: 'one for each call' },
  { calls: 100, processes: 4, providers: 'one for each call' },
];

/** Defines the tests of a cloud: many calls with one key at the same moment, from several processes. */
export function proveRaces(name: CloudName) {
  const processes: CallingProcess[] = [];

  beforeAll(async () => {
    const starting = Array.from({ length: PROCESSES }, () => CallingProcess.start(name));
    processes.push(...(await Promise.all(starting)));
  });
  afterAll(async () => {
    await Promise.all(processes.map((started) => started.kill()));
  });

  describe('calls with one key at the same moment get one machine', () => {
    test.each(RACES)('$calls calls, $processes processes, providers: $providers', async (race) => {
      const options = { listen: true, quick: true, consistencyWindowMs: WINDOW_MS };
      const cloud = await startCloud(name, options);
      const racing = processes
        .slice(0, race.processes)
        .map((caller) => ({ caller, provider: nextProviderNumber() }));
      const results = await Promise.all(
        Array.from({ length: race.calls }, async (_, index) => {
          const { caller, provider } = racing[index % racing.length] ?? {};
          const own = race.providers === 'one for each call' ? nextProviderNumber() : provider;
          if (caller === undefined || own === undefined) throw new Error('Nobody calls.');
          const told = await caller.call(own, cloud.connection, 'createInstance', SPEC);
          return { ...told, provider: own };
        }),
      );
      expect(results.flatMap(({ error }) => error ?? [])).toEqual([]);
      const created = results.flatMap(({ value, provider }) =>
        value ? { ...value, provider } : [],
      );
      expect(created).toHaveLength(race.calls);
      expect([...new Set(created.map(({ instanceId }) => instanceId))]).toEqual(liveIn(cloud));
      expect(liveIn(cloud)).toHaveLength(1);
      const makers = created.filter(({ reused }) => !reused).map(({ provider }) => provider);
      expect(new Set(makers).size).toBeLessThanOrEqual(1);
      await cloud.close();
    });
  });
}
