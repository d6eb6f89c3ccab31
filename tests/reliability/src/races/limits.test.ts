import { type InstanceSpec, NetworkFailureError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { loadClients } from './load-clients.js';
import { findLies, race } from './race.js';
import { slowFetch } from './slow-fetch.js';

const WINDOW_MS = 10_000;
const LATENCY_MS = 40;

const SPEC: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'job-7' };

loadClients();

test.each(CLOUD_NAMES.flatMap((name) => [2, 10, 100].map((calls) => [name, calls] as const)))(
  'on %s, %d calls at once that exceed the published limits make one machine at most',
  async (name, calls) => {
    const clock = new VirtualClock();
    const cloud = await startCloud(name, {
      clock,
      consistencyWindowMs: WINDOW_MS,
      rateLimits: true,
    });
    const fetch = slowFetch(cloud.fetch, clock, () => LATENCY_MS);
    const callers = Array.from({ length: calls }, () => {
      const provider = cloud.openProvider({ fetch, random: () => 0.5 });
      return { startMs: 0, spec: SPEC, provider };
    });
    const finishes = await race(cloud, clock, callers);
    expect(findLies(cloud, finishes)).toEqual([]);
    for (const { error } of finishes) {
      if (error !== undefined) expect(error).toBeInstanceOf(NetworkFailureError);
    }
    await cloud.close();
  },
);
