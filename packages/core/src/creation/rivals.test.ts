import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { InstanceLockedError } from '../termination/termination-cloud.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

const WINDOW = 10_000;

function simulate(visibilityWindowMs: number) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs });
  const open = () => openCreations(cloud, clock);
  return { clock, cloud, open };
}

/** Two processes request a machine each and die before they have seen the other's. */
async function leaveTwo({ clock, cloud, open }: ReturnType<typeof simulate>): Promise<void> {
  const dead = new Promise<never>(() => undefined);
  cloud.onStep = ({ method, moment }) =>
    method === 'launch' && moment === 'after' ? dead : undefined;
  for (const creations of [open(), open()]) void creations.create(await makeSpec());
  await clock.advance(900_000);
  cloud.onStep = () => undefined;
  expect(cloud.live).toEqual(['m-1', 'm-2']);
}

describe.each([0, WINDOW])('where reads lag by %d ms', (window) => {
  test('who adopts one of two machines that were left ends the other', async () => {
    const simulated = simulate(window);
    await leaveTwo(simulated);
    const { clock, cloud, open } = simulated;
    const created = await clock.run(async () => open().create(await makeSpec()));
    expect(created).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
    expect(cloud.live).toEqual(['m-1']);
  });

  test('who cannot end the other one is told', async () => {
    const simulated = simulate(window);
    await leaveTwo(simulated);
    const { clock, cloud, open } = simulated;
    cloud.onStep = ({ method }) => {
      if (method !== 'requestEnd') return;
      throw new NetworkFailureError('No answer.', { operation: 'createInstance' });
    };
    const created = await clock.run(async () => open().create(await makeSpec()));
    expect(created).toMatchObject({ instanceId: 'm-1', warnings: [{ code: 'cleanup_failed' }] });
  });
});

test('a machine whose lease runs out while two race keeps the key for both, or for none', async () => {
  for (let leaseMs = 1_000; leaseMs < 25_000; leaseMs += 500) {
    const { clock, cloud, open } = simulate(WINDOW);
    const ended = new Map<string, number>();
    cloud.onStep = ({ method, moment, instanceId = '' }) => {
      if (method === 'requestEnd' && moment === 'after') ended.set(instanceId, clock.now());
    };
    const short = { expiresAt: new Date(clock.now() + leaseMs) };
    const create = async (fields: object) => open().create(await makeSpec(fields, clock.now()));
    const results = await clock.run(() =>
      Promise.all([create(short), clock.sleep(2_000).then(() => create({}))]),
    );
    const [, other] = results;
    expect(cloud.live, `a lease of ${leaseMs} ms`).toContain(other.instanceId);
    expect(ended.has(other.instanceId), `a lease of ${leaseMs} ms`).toBe(false);
  }
});

test('what others may adopt is not ended by a decision of long ago', async () => {
  for (let afterMs = 3_000; afterMs < 40_000; afterMs += 500) {
    const { clock, cloud, open } = simulate(WINDOW);
    const create = async (fields: object) => open().create(await makeSpec(fields, clock.now()));
    // A machine cannot be ended while it is being made.
    const lockedUntil = clock.now() + 50_000;
    cloud.onStep = ({ method, moment, instanceId }) => {
      if (method !== 'requestEnd' || moment !== 'before' || instanceId !== 'm-2') return;
      if (clock.now() < lockedUntil) throw new InstanceLockedError('It is being made.');
    };
    // The first one keeps the key, until the third call sees that its lease is over, ends it and takes the second.
    const first = create({ expiresAt: new Date(clock.now() + 2_000) });
    const [, second, third] = await clock.run(() =>
      Promise.all([
        first,
        clock.sleep(1_500).then(() => create({})),
        clock.sleep(afterMs).then(() => create({})),
      ]),
    );
    await clock.advance(120_000);
    const ids = new Set([second.instanceId, third.instanceId]);
    expect([...ids], `the third call after ${afterMs} ms`).toEqual(cloud.live);
  }
});

test('a machine that lost the race is ended although another call has begun to adopt it', async () => {
  const { clock, cloud, open } = simulate(WINDOW);
  const create = async () => open().create(await makeSpec({}, clock.now()));
  cloud.onStep = ({ method, moment, instanceId }) => {
    // Another call takes the second machine before it sees the first.
    if (method !== 'markInstance' || moment !== 'after' || instanceId !== 'm-2') return;
    cloud.onStep = () => undefined;
    return cloud.markInstance('m-2', 'adopted', true, {
      operation: { operation: 'createInstance' },
    });
  };
  const [first, second] = await clock.run(() =>
    Promise.all([create(), clock.sleep(1_500).then(create)]),
  );
  expect([first.instanceId, second.instanceId]).toEqual(['m-1', 'm-1']);
  expect(cloud.live).toEqual(['m-1']);
});
