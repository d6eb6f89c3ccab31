import { reapInstances } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';
import { Mortal } from '../simulation/mortal.js';
import { LAG_MS, MINUTE, SECOND } from './leased-cloud.js';

const LEASE_MS = 10 * MINUTE;
const REAP_EVERY_MS = 5 * MINUTE;
/** What a reaping takes, and the end of a machine after it was asked for. */
const BOUND_MS = 60 * SECOND + 2 * 10 * SECOND;

/** A process that creates a machine dies at a request; others reap at intervals. */
async function orphan(name: CloudName, dieAtRequest: number, reapFirstMs: number) {
  const clock = new VirtualClock();
  const cloud = await startCloud(name, { clock, consistencyWindowMs: LAG_MS[name] });
  onTestFinished(() => cloud.close());
  await cloud.openProvider().validateCredentials();
  cloud.requests.clear();
  const life = new Mortal();
  let requests = 0;
  const doomed = cloud.openProvider({
    clock: life.clock(clock),
    fetch: life.fetch(async (input, init) => {
      const response = await cloud.fetch(input, init);
      if (++requests === dieAtRequest) life.die();
      return response;
    }),
  });
  const expiresAt = new Date(clock.now() + LEASE_MS);
  const spec = { size: 'small', architecture: 'amd64', idempotencyKey: 'lost', expiresAt } as const;
  let finished = false;
  doomed.createInstance(spec).then(() => {
    finished = true;
  });
  await clock.run(async () => {
    await clock.sleep(reapFirstMs);
    for (let reapings = 0; reapings < 5; reapings++) {
      await reapInstances(cloud.openProvider(), { clock });
      await clock.sleep(REAP_EVERY_MS);
    }
  });
  return { meter: cloud.meter.total(), finished };
}

describe.each(CLOUD_NAMES)('an orphan on %s', (name) => {
  test('lives at most for its lease, the interval of the reaper and the time that its end takes', async () => {
    let longest = 0;
    let orphans = 0;
    for (let dieAtRequest = 1, finished = false; !finished; dieAtRequest++) {
      for (const reapFirstMs of [MINUTE, 4.9 * MINUTE]) {
        const result = await orphan(name, dieAtRequest, reapFirstMs);
        finished = result.finished;
        const { machineSeconds, machines, alive } = result.meter;
        expect(alive, `killed at request ${dieAtRequest}`).toBe(0);
        expect(machineSeconds * 1_000).toBeLessThanOrEqual(LEASE_MS + REAP_EVERY_MS + BOUND_MS);
        longest = Math.max(longest, machineSeconds * 1_000);
        orphans += machines;
      }
    }
    expect(orphans).toBeGreaterThan(0);
    expect(longest).toBeGreaterThan(LEASE_MS);
  });
});
