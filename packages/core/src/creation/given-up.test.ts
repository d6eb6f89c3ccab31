import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

/** A creation that has failed, on a cloud that then ends nothing, so that its machine could not be ended. */
async function startGivenUp() {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: 10_000 });
  const open = () => openCreations(cloud, clock);
  const create = async (by: ReturnType<typeof open>) =>
    by.create(await makeSpec()).catch((error: unknown) => error);
  let isDown = false;
  cloud.onStep = ({ method }) => {
    if (isDown && method === 'requestEnd') throw new NetworkFailureError('No answer.', OPERATION);
    if (method !== 'confirmLaunch') return;
    isDown = true;
    throw new InvalidCredentialsError('Revoked.', OPERATION);
  };
  const maker = open();
  expect(await clock.run(() => create(maker))).toMatchObject({ outcome: 'instance-exists' });
  cloud.onStep = () => undefined;
  return { clock, cloud, open, create, maker };
}

describe('a machine that could not be ended', () => {
  test('is not adopted by who wanted it gone: its delete request may still be carried out', async () => {
    const { clock, cloud, create, maker } = await startGivenUp();
    const late = clock.sleep(14_000).then(() => cloud.end('m-1'));
    expect(await clock.run(() => create(maker))).toMatchObject({
      instanceId: 'm-2',
      reused: false,
    });
    await clock.run(() => late);
    expect(cloud.live).toEqual(['m-2']);
  });

  test('stays when another process has adopted it meanwhile', async () => {
    const { clock, cloud, open, create, maker } = await startGivenUp();
    expect(await clock.run(() => create(open()))).toMatchObject({ instanceId: 'm-1' });
    await clock.advance(10_000);
    expect(await clock.run(() => create(maker))).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(cloud.live).toEqual(['m-1']);
  });

  test('and that this process has adopted since is not given up again', async () => {
    const { clock, cloud, open, create, maker } = await startGivenUp();
    await clock.run(() => create(open()));
    await clock.advance(10_000);
    await clock.run(() => create(maker));
    await clock.advance(10_000);
    const marked: unknown[] = [];
    cloud.onStep = ({ method, moment }) => {
      if (method === 'markInstance' && moment === 'before') marked.push(method);
    };
    expect(await clock.run(() => create(maker))).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(marked).toEqual([]);
  });
});
