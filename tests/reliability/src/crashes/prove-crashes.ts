import type { CloudProvider, CreatedInstance, InstanceSpec } from '@stagely/core';
import { type Clock, systemClock } from '@stagely/core/plugin';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import type { CloudName, TestedCloud } from '../clouds/tested-cloud.js';
import { liveIn } from '../live-in.js';
import { CallingProcess, nextProviderNumber } from '../processes/calling-process.js';
import { type CrashPoint, strikeEverywhere } from './crash-point.js';
import { makeStruckCall } from './struck-call.js';

export interface CrashProofs {
  readonly spec?: Partial<InstanceSpec>;
  /** Operations that have to be among those at which a creation was struck. */
  readonly creates: readonly string[];
  /** The same for a termination. */
  readonly terminates: readonly RegExp[];
}

const WINDOW_MS = 250;

const MOMENTS = ['before', 'after'] as const;

/** When nothing that a creation needs for a while is young any more. */
const later: Clock = { ...systemClock, now: () => systemClock.now() + 3_600_000 };

/** Defines the tests of a cloud: processes are killed before and after every request they make. */
export function proveCrashes(name: CloudName, { spec: fields, creates, terminates }: CrashProofs) {
  const spec: InstanceSpec = {
    size: 'small',
    architecture: 'amd64',
    idempotencyKey: 'job-7',
    ...fields,
  };
  /** Lives all the time, and has a new provider for every call. */
  let others: CallingProcess;

  beforeAll(async () => {
    others = await CallingProcess.start(name);
  });
  afterAll(() => others.kill());

  const start = ({ number }: CrashPoint) =>
    startCloud(name, {
      listen: true,
      quick: true,
      consistencyWindowMs: WINDOW_MS,
      seed: number,
    });

  /** What another process is given that creates with the same key. */
  async function createElsewhere(cloud: TestedCloud): Promise<CreatedInstance> {
    const { connection } = cloud;
    const told = await others.call(nextProviderNumber(), connection, 'createInstance', spec);
    expect(told.error).toBeUndefined();
    if (told.value === undefined) throw new Error('The other process has ended.');
    return told.value;
  }

  async function terminateElsewhere(cloud: TestedCloud, instanceId: string): Promise<void> {
    const { connection } = cloud;
    const told = await others.call(
      nextProviderNumber(),
      connection,
      'terminateInstance',
      instanceId,
    );
    expect(told.error).toBeUndefined();
  }

  describe.concurrent.each(MOMENTS)('a process that creates, killed %s each request', (moment) => {
    test('leaves one machine, which the next process with the key gets', async () => {
      const struck = await strikeEverywhere(moment, async (point) => {
        const cloud = await start(point);
        const creation = { cloud, point, method: 'createInstance', argument: spec } as const;
        const { operation, told } = await makeStruckCall(creation);
        const { instanceId } = await createElsewhere(cloud);
        expect(liveIn(cloud), `killed ${moment} ${operation}`).toEqual([instanceId]);
        if (operation === undefined) expect(told.value?.instanceId).toBe(instanceId);
        await sweep(cloud.openProvider({ clock: later }));
        expect(cloud.leftovers(), `killed ${moment} ${operation}`).toEqual([]);
        await cloud.close();
        return operation;
      });
      expect(struck).toEqual(expect.arrayContaining([...creates]));
    });

    test('takes nothing from a process that has got the machine before', async () => {
      await strikeEverywhere(moment, async (point) => {
        const cloud = await start(point);
        const creation = { cloud, point, method: 'createInstance', argument: spec } as const;
        const has: string[] = [];
        const meanwhile = async () => {
          has.push((await createElsewhere(cloud)).instanceId);
        };
        const { operation } = await makeStruckCall({ ...creation, meanwhile });
        const { instanceId } = await createElsewhere(cloud);
        if (operation !== undefined)
          expect(has, `killed ${moment} ${operation}`).toEqual([instanceId]);
        expect(liveIn(cloud), `killed ${moment} ${operation}`).toEqual([instanceId]);
        await cloud.close();
        return operation;
      });
    });

    test('gets the same machine, if it only stood still while another got one', async () => {
      await strikeEverywhere(moment, async (point) => {
        const cloud = await start(point);
        const creation = { cloud, point, method: 'createInstance', argument: spec } as const;
        const has: string[] = [];
        const meanwhile = async () => {
          has.push((await createElsewhere(cloud)).instanceId);
        };
        const { operation, told } = await makeStruckCall({
          ...creation,
          meanwhile,
          survivor: others,
        });
        expect(told.error, `halted ${moment} ${operation}`).toBeUndefined();
        if (operation !== undefined) {
          expect(has, `halted ${moment} ${operation}`).toEqual([told.value?.instanceId]);
        }
        expect(liveIn(cloud), `halted ${moment} ${operation}`).toEqual([told.value?.instanceId]);
        await cloud.close();
        return operation;
      });
    });
  });

  describe.concurrent.each(MOMENTS)(
    'a process that terminates, killed %s each request',
    (moment) => {
      /** Kills a termination at each of its requests, and goes on in another process. */
      async function terminate(goOn: (cloud: TestedCloud, instanceId: string) => Promise<void>) {
        return strikeEverywhere(moment, async (point) => {
          const cloud = await start(point);
          const { instanceId } = await createElsewhere(cloud);
          const { operation } = await makeStruckCall({
            cloud,
            point,
            method: 'terminateInstance',
            argument: instanceId,
          });
          await goOn(cloud, instanceId);
          await cloud.close();
          return operation;
        });
      }

      test('leaves no machine, once the next one has done the same', async () => {
        const struck = await terminate(async (cloud, instanceId) => {
          await terminateElsewhere(cloud, instanceId);
          expect(liveIn(cloud)).toEqual([]);
        });
        for (const operation of terminates) {
          expect(struck).toContainEqual(expect.stringMatching(operation));
        }
      });

      test('leaves the key to one machine, which the next one that creates gets', async () => {
        await terminate(async (cloud) => {
          const { instanceId } = await createElsewhere(cloud);
          expect(liveIn(cloud)).toEqual([instanceId]);
        });
      });
    },
  );
}

async function sweep(provider: CloudProvider): Promise<void> {
  const swept = await provider.sweep?.();
  expect(swept?.failed ?? []).toEqual([]);
}
