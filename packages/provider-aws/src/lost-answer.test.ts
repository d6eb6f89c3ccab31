import {
  CapacityUnavailableError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { countOf, SMALL, startAws } from './testing/start-aws.js';

describe('an answer to RunInstances that is lost', () => {
  it.each(['resetAfter', 'truncated', 'empty'] as const)(
    'is had by the same request again: %s',
    async (type) => {
      const { provider, emulator, run } = await startAws();
      emulator.faults.add({ operation: 'RunInstances', fault: { type } });
      const created = await run(() => provider.createInstance(SMALL));
      expect(emulator.state.instances()).toMatchObject([{ publicIp: created.publicIp }]);
      expect(countOf(emulator, 'RunInstances')).toBe(2);
    },
  );

  it('twice is found by its tags', async () => {
    const { provider, emulator, run } = await startAws({ consistencyWindowMs: 5_000 });
    emulator.faults.add({ operation: 'RunInstances', times: 2, fault: { type: 'resetAfter' } });
    const created = await run(() => provider.createInstance(SMALL));
    expect(emulator.state.instances()).toMatchObject([{ publicIp: created.publicIp }]);
    expect(countOf(emulator, 'RunInstances')).toBe(2);
  });

  it('leaves no machine when the request had no effect', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'RunInstances', times: 2, fault: { type: 'resetBefore' } });
    const error: unknown = await run(() => provider.createInstance(SMALL)).catch((e) => e);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({ outcome: 'no-instance' });
  });

  it('is asked for once more only when it was lost', async () => {
    const { provider, emulator, run } = await startAws({ quotas: { onDemandVcpus: 1 } });
    await expect(run(() => provider.createInstance(SMALL))).rejects.toMatchObject({
      code: 'quota_exceeded',
      outcome: 'no-instance',
    });
    expect(countOf(emulator, 'RunInstances')).toBe(1);
  });

  it('is not settled by throttling', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'RunInstances', fault: { type: 'resetAfter' } });
    emulator.faults.add({
      operation: 'RunInstances',
      nth: 2,
      fault: { type: 'status', status: 503, code: 'RequestLimitExceeded' },
    });
    await run(() => provider.createInstance(SMALL));
    expect(emulator.state.instances()).toHaveLength(1);
  });

  it('may still come to a machine when the request has timed out, whatever the second one is refused with', async () => {
    const { provider, emulator, run } = await startAws({ quotas: { onDemandVcpus: 1 } });
    emulator.faults.add({ operation: 'RunInstances', fault: { type: 'hang' } });
    const error: unknown = await run(() =>
      provider.createInstance({ ...SMALL, idempotencyKey: 'key-1' }),
    ).catch((e) => e);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({
      outcome: 'unknown',
      idempotencyKey: 'key-1',
      message: expect.stringContaining('RunInstances got no answer within 30 s'),
    });
  });
});

describe('an instance that ends before it has an address', () => {
  it.each([
    ['Server.InsufficientInstanceCapacity', 'There is none', CapacityUnavailableError],
    [
      'Server.SpotInstanceTermination',
      'Server.SpotInstanceTermination: gone',
      CapacityUnavailableError,
    ],
    ['Client.VolumeLimitExceeded', 'Too many', QuotaExceededError],
    ['Server.InternalError', 'It broke', NetworkFailureError],
    ['Client.InternalError', 'No key', InvalidInputError],
    ['Client.InvalidSnapshot.NotFound', 'No snapshot', InvalidInputError],
    ['Client.SomethingNew', 'What', NetworkFailureError],
  ])('for %s', async (code, message, expected) => {
    const { provider, emulator, clock, run } = await startAws();
    emulator.state.failLaunches({ reason: { code, message } });
    const startedAt = clock.now();
    const error: unknown = await run(() => provider.createInstance(SMALL)).catch((e) => e);
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ outcome: 'no-instance', message: expect.stringContaining(code) });
    expect(clock.now() - startedAt).toBeLessThan(60_000);
  });

  it('by hand is not found any more', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.requests.onRequest(({ operation }) => {
      const [instance] = emulator.state.instances();
      if (operation === 'DescribeInstances' && instance) {
        emulator.state.terminateInstance(instance.instanceId, {
          code: 'Client.UserInitiatedShutdown',
          message: 'Client.UserInitiatedShutdown: User initiated shutdown',
        });
      }
    });
    await expect(run(() => provider.createInstance(SMALL))).rejects.toMatchObject({
      code: 'instance_not_found',
      outcome: 'no-instance',
    });
  });
});
