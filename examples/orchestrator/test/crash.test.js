import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Database } from '../src/database.js';
import { MINUTE, scenario } from './scenario.js';

/** @import { CloudProvider } from '@stagely/core' */

const folder = mkdtempSync(join(tmpdir(), 'orchestrator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('after a crash in the middle, the same machines are found and no second ones are made', async () => {
  const world = scenario({ jobs: 2, file: join(folder, 'database.json') });
  const connection = cuttableConnection(world.mock);
  await world.clock.run(
    () =>
      new Promise((resolve) => {
        let building = 0;
        const build = () => {
          building++;
          if (building === 2) {
            connection.cut();
            resolve(undefined);
          }
          return new Promise(() => undefined);
        };
        void world.start({ provider: connection.provider, build });
      }),
  );
  const before = world.live().map(({ instanceId }) => instanceId);
  expect(before).toHaveLength(2);
  for (const { expiresAt } of world.live()) expect(expiresAt).toBeInstanceOf(Date);

  const database = new Database(join(folder, 'database.json'));
  expect(database.jobs.map(({ state }) => state)).toEqual(['running', 'running']);
  /** @type {string[]} */
  const builtOn = [];
  await world.clock.run(() =>
    world.start({
      database,
      async build(_job, { instanceId, reused }) {
        if (reused) builtOn.push(instanceId);
      },
    }),
  );
  expect(database.jobs.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(builtOn.toSorted()).toEqual(before);
  expect(world.mock.instances).toHaveLength(2);
  expect(world.live()).toEqual([]);
});

test('an answer that is lost makes no second machine', async () => {
  const world = scenario({ jobs: 1 });
  world.mock.loseAnswer();
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done']);
  expect(world.mock.instances).toHaveLength(1);
});

test('a machine that nobody comes back for is ended by the reaper of any other process', async () => {
  const world = scenario({ jobs: 1 });
  const orphan = await world.clock.run(() =>
    world.mock.createInstance({
      size: 'small',
      architecture: 'amd64',
      expiresAt: new Date(world.clock.now() + 6 * MINUTE),
    }),
  );
  const kept = await world.clock.run(() =>
    world.mock.createInstance({
      size: 'small',
      architecture: 'amd64',
      expiresAt: new Date(world.clock.now() + 600 * MINUTE),
    }),
  );
  await world.clock.run(() =>
    world.start({ build: (_job, _machine, signal) => world.clock.sleep(30 * MINUTE, signal) }),
  );
  expect(world.live().map(({ instanceId }) => instanceId)).toEqual([kept.instanceId]);
  expect(world.lines).toContain(`${orphan.instanceId} ended: its lease was over`);
});

/**
 * A process's way to the cloud: once it is cut, nothing of the process gets there any more, and nothing comes back.
 *
 * @param {CloudProvider} cloud
 */
function cuttableConnection(cloud) {
  let isCut = false;
  /** @type {<T>(call: () => Promise<T>) => Promise<T>} */
  const unlessCut = (call) => (isCut ? new Promise(() => undefined) : call());
  /** @type {CloudProvider} */
  const provider = {
    name: cloud.name,
    createInstance: (...given) => unlessCut(() => cloud.createInstance(...given)),
    getInstanceStatus: (...given) => unlessCut(() => cloud.getInstanceStatus(...given)),
    terminateInstance: (...given) => unlessCut(() => cloud.terminateInstance(...given)),
    validateCredentials: (...given) => unlessCut(() => cloud.validateCredentials(...given)),
    setExpiry: (...given) => unlessCut(() => cloud.setExpiry(...given)),
    async *listInstances(...given) {
      await unlessCut(async () => undefined);
      yield* cloud.listInstances(...given);
    },
  };
  return {
    provider,
    cut: () => {
      isCut = true;
    },
  };
}
