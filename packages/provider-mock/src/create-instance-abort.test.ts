import { type InstanceSpec, OperationAbortedError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const keyed: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'build-17' };

function setUp(settings = {}) {
  const clock = new VirtualClock();
  return { clock, mock: new MockProvider({}, { clock, settings }) };
}

describe('an aborted creation', () => {
  it('makes nothing when it was aborted before', async () => {
    const { mock } = setUp();
    const failed = mock.createInstance(keyed, { signal: AbortSignal.abort() });
    await expect(failed).rejects.toBeInstanceOf(OperationAbortedError);
    await expect(failed).rejects.toMatchObject({
      name: 'AbortError',
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
    });
    expect(mock.instances).toEqual([]);
    expect(mock.calls).toEqual([]);
  });

  it('makes nothing when it is aborted in the same moment', async () => {
    const { mock } = setUp();
    const controller = new AbortController();
    const failed = mock.createInstance(keyed, { signal: controller.signal });
    controller.abort();
    await expect(failed).rejects.toMatchObject({ code: 'aborted', outcome: 'no-instance' });
    expect(mock.instances).toEqual([]);
  });

  it.each([
    ['the create request', { delay: 60_000 }],
    ['the address', { addressDelay: 60_000 }],
  ])('deletes the instance while it waits for %s', async (_, settings) => {
    const { mock, clock } = setUp(settings);
    const controller = new AbortController();
    const failed = expect(
      mock.createInstance(keyed, { signal: controller.signal }),
    ).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'no-instance',
      instanceId: 'mock-000001',
      idempotencyKey: 'build-17',
      cause: 'enough',
    });
    await clock.advance(1_000);
    controller.abort('enough');
    await failed;
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
    expect(clock.sleeping).toBe(0);
  });

  it('deletes the instance or returns it, in whichever turn of the event loop it comes', async () => {
    const seen = new Set<string>();
    for (let turns = 0; turns < 40; turns++) {
      const { mock } = setUp();
      const controller = new AbortController();
      const settled = mock.createInstance(keyed, { signal: controller.signal }).then(
        () => 'created',
        ({ outcome }) => outcome,
      );
      for (let turn = 0; turn < turns; turn++) await undefined;
      controller.abort();
      const outcome = await settled;
      seen.add(outcome);
      const live = mock.instances.filter(({ state }) => state !== 'terminated');
      expect(live, `${outcome} after ${turns} turns`).toHaveLength(outcome === 'created' ? 1 : 0);
    }
    expect(seen).toEqual(new Set(['no-instance', 'created']));
  });

  it('leaves a shared instance to the other call, in whichever turn of the event loop it comes', async () => {
    const seen = new Set<string>();
    for (let turns = 0; turns < 40; turns++) {
      const { mock } = setUp();
      const controller = new AbortController();
      const hasty = mock.createInstance(keyed, { signal: controller.signal }).then(
        () => 'created',
        ({ outcome }) => outcome,
      );
      const patient = mock.createInstance(keyed);
      for (let turn = 0; turn < turns; turn++) await undefined;
      controller.abort();
      seen.add(await hasty);
      const { instanceId } = await patient;
      expect(mock.instances, `after ${turns} turns`).toMatchObject([
        { instanceId, state: 'running' },
      ]);
    }
    expect(seen).toEqual(new Set(['no-instance', 'instance-exists', 'created']));
  });

  it('leaves an adopted instance alone', async () => {
    const { mock, clock } = setUp({ addressDelay: 60_000 });
    mock.loseAnswer();
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({ outcome: 'unknown' });
    const controller = new AbortController();
    const failed = expect(
      mock.createInstance(keyed, { signal: controller.signal }),
    ).rejects.toMatchObject({ outcome: 'instance-exists', instanceId: 'mock-000001' });
    await clock.advance(1_000);
    controller.abort();
    await failed;
    expect(mock.instances).toMatchObject([{ state: 'pending' }]);
  });

  it('does not take the instance from the calls that share it', async () => {
    const { mock, clock } = setUp({ delay: 60_000 });
    const controller = new AbortController();
    const patient = mock.createInstance(keyed);
    const failed = expect(
      mock.createInstance(keyed, { signal: controller.signal }),
    ).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'instance-exists',
      instanceId: 'mock-000001',
      idempotencyKey: 'build-17',
    });
    await clock.advance(1_000);
    controller.abort();
    await clock.advance(59_000);
    expect(await patient).toMatchObject({ instanceId: 'mock-000001' });
    await failed;
    expect(mock.instances).toMatchObject([{ state: 'running' }]);
  });

  it('tells an aborted caller what became of a shared creation that failed', async () => {
    const { mock, clock } = setUp({ addressDelay: Number.POSITIVE_INFINITY });
    const controller = new AbortController();
    const patient = expect(mock.createInstance(keyed)).rejects.toMatchObject({
      code: 'readiness_timeout',
    });
    const failed = expect(
      mock.createInstance(keyed, { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted', outcome: 'no-instance' });
    await clock.advance(1_000);
    controller.abort();
    await clock.advance(119_000);
    await Promise.all([patient, failed]);
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('deletes the instance when every call that shares it is aborted', async () => {
    const { mock, clock } = setUp({ delay: 60_000 });
    const controllers = [new AbortController(), new AbortController()];
    const failed = controllers.map(({ signal }) =>
      expect(mock.createInstance(keyed, { signal })).rejects.toMatchObject({
        code: 'aborted',
        outcome: 'no-instance',
      }),
    );
    await clock.advance(1_000);
    for (const controller of controllers) controller.abort();
    await Promise.all(failed);
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });
});
