import { type CloudProvider, type ListedInstance, reapInstances } from '@stagely/core';
import { callScenario } from './call-scenario.js';
import { LEASE, machineSpec, RUN_TAGS } from './machine-spec.js';
import type { Stage } from './stage.js';

/** The limit that every provider puts on a request, in milliseconds. */
export const REQUEST_LIMIT = 30_000;

const READS = { perRequestMs: REQUEST_LIMIT, moreMs: 1_000, terminations: 0 };

/** A termination has a limit of its own, after which a request under way is left alone. */
const TERMINATION = { perRequestMs: 0, moreMs: 1_000, terminations: 1 };

const makeMachine = async (stage: Stage, expiresAt?: Date): Promise<string> => {
  const spec = machineSpec(stage.clock.now(), expiresAt === undefined ? {} : { expiresAt });
  const { instanceId } = await stage.carryOut(() => stage.open().createInstance(spec));
  return instanceId;
};

/** Until every read shows what is there, and machines have started. */
const letSettle = (stage: Stage) => stage.clock.advance(120_000);

const isLive = (stage: Stage, id: string) => stage.live().some((machine) => machine.id === id);

const status = callScenario({
  name: 'status',
  deadline: READS,
  async prepare(stage) {
    const id = await makeMachine(stage);
    await letSettle(stage);
    return {
      run: (provider) => provider.getInstanceStatus(id),
      judgeResult: ({ instanceId, state, ready, publicIp }) =>
        instanceId === id && state === 'running' && ready && publicIp !== undefined
          ? []
          : [`${id} runs and has an address, but the status says ${state}`],
      judgeFailure: () => [],
      bystanders: [id],
    };
  },
});

const list = callScenario({
  name: 'list',
  deadline: READS,
  async prepare(stage) {
    const ids = [await makeMachine(stage), await makeMachine(stage)];
    const foreign = stage.cloud.plantForeign();
    await letSettle(stage);
    return {
      run: (provider) => listAll(provider),
      judgeResult: (listed) => {
        const listedIds = listed.map(({ instanceId }) => instanceId);
        return [
          ...ids.filter((id) => !listedIds.includes(id)).map((id) => `${id} is not listed`),
          ...(listedIds.includes(foreign) ? ['a machine that is not ours is listed'] : []),
          ...(listed.every(({ tags }) => isRunTagged(tags)) ? [] : ['tags are missing']),
        ];
      },
      judgeFailure: () => [],
      bystanders: [...ids, foreign],
    };
  },
});

async function listAll(provider: CloudProvider): Promise<ListedInstance[]> {
  const listed: ListedInstance[] = [];
  for await (const instance of provider.listInstances()) listed.push(instance);
  return listed;
}

const isRunTagged = (tags: Readonly<Record<string, string>>) =>
  Object.entries(RUN_TAGS).every(([key, value]) => tags[key] === value);

const terminate = callScenario({
  name: 'terminate',
  deadline: TERMINATION,
  async prepare(stage) {
    const neighbour = await makeMachine(stage);
    const id = await makeMachine(stage);
    await letSettle(stage);
    return {
      run: (provider) => provider.terminateInstance(id),
      judgeResult: () => (isLive(stage, id) ? [`${id} is said to be ended, and lives`] : []),
      judgeFailure: () => [],
      bystanders: [neighbour],
    };
  },
});

const setExpiry = callScenario({
  name: 'set-expiry',
  deadline: READS,
  async prepare(stage) {
    const old = stage.clock.now() + LEASE;
    const id = await makeMachine(stage, new Date(old));
    await letSettle(stage);
    const renewed = old + 3_600_000;
    const lease = () => stage.live().find((machine) => machine.id === id)?.expiresAt;
    return {
      run: (provider) => provider.setExpiry(id, new Date(renewed)),
      judgeResult: () =>
        lease() === renewed ? [] : [`the lease ends at ${lease()}, not ${renewed}`],
      judgeFailure: () => {
        const current = lease();
        return current === old || current === renewed ? [] : [`the lease has become ${current}`];
      },
      bystanders: [id],
    };
  },
});

const reap = callScenario({
  name: 'reap',
  // The reads, and the termination of the one machine.
  deadline: { perRequestMs: REQUEST_LIMIT, moreMs: 1_000, terminations: 1 },
  async prepare(stage) {
    const foreign = stage.cloud.plantForeign();
    const expired = await makeMachine(stage, new Date(stage.clock.now() + 300_000));
    const kept = await makeMachine(stage);
    await stage.clock.advance(400_000);
    return {
      run: async (provider) => {
        const result = await reapInstances(provider, { clock: stage.clock });
        const [failure] = result.failed;
        if (failure !== undefined) throw failure.error;
        if (result.sweepError !== undefined) throw result.sweepError;
        return result.reaped.map(({ instanceId }) => instanceId);
      },
      judgeResult: () =>
        isLive(stage, expired) ? [`${expired} lives although its lease is over`] : [],
      judgeFailure: () => [],
      bystanders: [kept, foreign],
    };
  },
});

export const CALL_SCENARIOS = [status, list, terminate, setExpiry, reap];
