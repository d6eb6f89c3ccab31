import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

function simulate(visibilityWindowMs: number) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs, addressMs: 2_000 });
  const open = () => openCreations(cloud, clock);
  const create = async (by: ReturnType<typeof open>, signal?: AbortSignal) =>
    by.create(await makeSpec(), { signal }).catch((error: unknown) => error);
  return { clock, cloud, open, create };
}

describe.each([0, 10_000])('where reads lag by %d ms', (visibilityWindowMs) => {
  test('a call that is aborted never ends a machine that another process has adopted', async () => {
    const fates = new Set<string>();
    for (let abortAt = 0; abortAt <= 24_000; abortAt += 1_300) {
      for (let joinAt = 0; joinAt <= 24_000; joinAt += 1_300) {
        const { clock, cloud, open, create } = simulate(visibilityWindowMs);
        const controller = new AbortController();
        const [maker, joiner] = await clock.run(() =>
          Promise.all([
            create(open(), controller.signal),
            clock.sleep(joinAt).then(() => create(open())),
            clock.sleep(abortAt).then(() => controller.abort()),
          ]),
        );
        const moment = `aborted after ${abortAt} ms, joined after ${joinAt} ms`;
        expect(joiner, moment).toMatchObject({ instanceId: expect.any(String) });
        expect(joiner, moment).not.toBeInstanceOf(Error);
        expect(cloud.live, moment).toEqual([Reflect.get(Object(joiner), 'instanceId')]);
        fates.add(String(Reflect.get(Object(maker), 'outcome')));
      }
    }
    expect(fates).toEqual(new Set(['no-instance', 'instance-exists', 'undefined']));
  });

  test('what a process has left that died while it gave a machine up is adopted in the end', async () => {
    const { clock, cloud, open, create } = simulate(visibilityWindowMs);
    await clock.run(() => create(open()));
    const operation = { operation: 'createInstance' };
    await clock.run(() => cloud.markInstance('m-1', 'abandoned', true, { operation }));
    expect(await clock.run(() => create(open()))).toMatchObject({
      instanceId: 'm-1',
      reused: true,
    });
    expect(cloud.live).toEqual(['m-1']);
  });
});

test('a mark that cannot be set yet, because the machine is not visible everywhere, is set later', async () => {
  const { clock, cloud, open, create } = simulate(10_000);
  const controller = new AbortController();
  let failures = 2;
  cloud.onStep = async ({ method, moment, call, signal }) => {
    if (moment === 'after') return;
    // The maker still waits when the one that adopts has the machine.
    if (method === 'confirmLaunch') await clock.sleep(120_000, signal);
    if (method === 'markInstance' && failures-- > 0) {
      throw new InstanceNotFoundError('No.', call.operation);
    }
  };
  const [maker, joiner] = await clock.run(() =>
    Promise.all([
      create(open(), controller.signal),
      clock
        .sleep(12_000)
        .then(() => create(open()))
        .finally(() => controller.abort()),
    ]),
  );
  expect(joiner).toMatchObject({ instanceId: 'm-1', reused: true });
  expect(maker).toMatchObject({ outcome: 'instance-exists', instanceId: 'm-1' });
  expect(cloud.live).toEqual(['m-1']);
});

test('a machine that ended while it was being adopted is replaced', async () => {
  const { clock, cloud, open, create } = simulate(10_000);
  await clock.run(() => create(open()));
  await clock.advance(60_000);
  cloud.end('m-1');
  expect(await clock.run(() => create(open()))).toMatchObject({
    instanceId: 'm-2',
    reused: false,
  });
  expect(cloud.live).toEqual(['m-2']);
});

test('a machine that was adopted once is not marked again', async () => {
  const { clock, cloud, open, create } = simulate(0);
  let marks = 0;
  cloud.onStep = ({ method, moment }) => {
    if (method === 'markInstance' && moment === 'after') marks++;
  };
  await clock.run(() => create(open()));
  expect(marks).toBe(0);
  await clock.run(() => create(open()));
  await clock.run(() => create(open()));
  expect(marks).toBe(1);
});
