import { NetworkFailureError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { countOf, startAws } from './testing/start-aws.js';

describe('terminateInstance', () => {
  it('resolves once EC2 shows the end, with one request', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'eu-west-1' });
    await run(() => provider.terminateInstance(`eu-west-1/${instanceId}`));
    expect(emulator.state.instance(instanceId).state).toBe('shutting-down');
    expect(countOf(emulator, 'TerminateInstances')).toBe(1);
    expect(countOf(emulator, 'DescribeInstances')).toBe(0);
    await run(() => provider.terminateInstance(`eu-west-1/${instanceId}`));
  });

  it('takes what is not found for gone only when that lasts', async () => {
    const { provider, emulator, clock, run } = await startAws({
      consistencyWindowMs: { getMs: 6_000, listMs: 6_000, staleProbability: 1 },
    });
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    const startedAt = clock.now();
    await run(() => provider.terminateInstance(instanceId));
    expect(emulator.state.instance(instanceId).state).toBe('shutting-down');
    expect(clock.now() - startedAt).toBeLessThan(10_000);
  });

  it('says how to end a protected instance', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({
      region: 'us-east-1',
      terminationProtected: true,
    });
    await expect(run(() => provider.terminateInstance(instanceId))).rejects.toMatchObject({
      code: 'invalid_input',
      instanceId: `us-east-1/${instanceId}`,
      providerCode: 'OperationNotPermitted',
      message: expect.stringContaining('Turn off the termination protection'),
    });
  });

  it('tries again what is in a state of transition', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    const fault = { type: 'status', status: 400, code: 'IncorrectInstanceState' } as const;
    emulator.faults.add({ operation: 'TerminateInstances', times: 2, fault });
    await run(() => provider.terminateInstance(instanceId));
    expect(emulator.state.instance(instanceId).state).toBe('shutting-down');
  });

  it.each([true, false])(
    'skips the shutdown of the operating system: %s',
    async (skipOsShutdown) => {
      const { openProvider, emulator, run } = await startAws();
      const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
      await run(() => openProvider({ skipOsShutdown }).terminateInstance(instanceId));
      const [request] = emulator.requests.all();
      expect(new URLSearchParams(request?.body).get('SkipOsShutdown')).toBe(
        skipOsShutdown ? 'true' : null,
      );
    },
  );

  it('looks for an end that the answer does not show', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    emulator.faults.add({ operation: 'TerminateInstances', fault: { type: 'truncated' } });
    await expect(run(() => provider.terminateInstance(instanceId))).rejects.toBeInstanceOf(
      NetworkFailureError,
    );
  });
});
