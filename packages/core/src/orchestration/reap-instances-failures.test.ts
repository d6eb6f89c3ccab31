import { describe, expect, test } from 'vitest';
import { listedMachine } from '../../test/listed-machine.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceStatus } from '../contract/instance-status.js';
import type { ListedInstance } from '../contract/listed-instance.js';
import type { SweepResult } from '../contract/sweep-result.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { type ReapOptions, reapInstances } from './reap-instances.js';

const clock = new VirtualClock();
const expired = { expiresAt: new Date(clock.now() - 1) };
const ids = (machines: readonly ListedInstance[]) => machines.map(({ instanceId }) => instanceId);

function reap(provider: TinyProvider, options: ReapOptions = {}) {
  return reapInstances(provider, { clock, ...options });
}

describe('a machine that cannot be read or ended', () => {
  /** Fails on the machines whose ids say so. */
  class Failing extends TinyProvider {
    override async getInstanceStatus(instanceId: string): Promise<InstanceStatus> {
      if (instanceId === 'unreadable') throw unreadable;
      return super.getInstanceStatus(instanceId);
    }
    override async terminateInstance(instanceId: string): Promise<void> {
      if (instanceId === 'locked') throw locked;
      if (instanceId === 'odd') throw odd;
      return super.terminateInstance(instanceId);
    }
  }
  const unreadable = new NetworkFailureError('no answer', { operation: 'getInstanceStatus' });
  const locked = new TypeError('a bug');
  const odd = Object.create(null);

  test('is told with its error, and the others are ended all the same', async () => {
    const provider = new Failing(clock);
    for (const id of ['unreadable', 'a', 'locked', 'odd', 'b'])
      provider.put(listedMachine(id, expired));
    const { reaped, failed } = await reap(provider);
    expect(ids(reaped)).toEqual(['a', 'b']);
    expect(failed).toEqual([
      { instance: listedMachine('unreadable', expired), error: unreadable },
      { instance: listedMachine('locked', expired), error: locked },
      { instance: listedMachine('odd', expired), error: expect.any(Error) },
    ]);
    expect(failed[2]?.error.message).toBe('The provider threw something that is no error.');
    expect(failed[2]?.error.cause).toBe(odd);
    expect(provider.alive).toEqual(['unreadable', 'locked', 'odd']);
  });
});

describe('what is left beside machines', () => {
  class Sweeping extends TinyProvider {
    readonly result: SweepResult = { removed: [{ kind: 'tag', id: 't-1' }], failed: [] };
    failure: unknown;
    async sweep(): Promise<SweepResult> {
      this.calls.push('sweep');
      if (this.failure !== undefined) throw this.failure;
      return this.result;
    }
  }

  test('is swept after the machines', async () => {
    const provider = new Sweeping(clock);
    provider.put(listedMachine('lapsed', expired));
    expect((await reap(provider)).swept).toBe(provider.result);
    expect(provider.calls.slice(-2)).toEqual(['terminateInstance lapsed', 'sweep']);
  });

  test('is swept also when there is no machine to end', async () => {
    expect(await reap(new Sweeping(clock))).toMatchObject({ swept: { removed: [{ id: 't-1' }] } });
  });

  test('stays in a dry run', async () => {
    const provider = new Sweeping(clock);
    expect(await reap(provider, { dryRun: true })).not.toHaveProperty('swept');
    expect(provider.calls).not.toContain('sweep');
  });

  test('does not cost the report of the machines when it cannot be swept', async () => {
    const failure = new NetworkFailureError('no answer', { operation: 'sweep' });
    const provider = new Sweeping(clock);
    provider.failure = failure;
    provider.put(listedMachine('lapsed', expired));
    const result = await reap(provider);
    expect(ids(result.reaped)).toEqual(['lapsed']);
    expect(result.sweepError).toBe(failure);
    expect(result).not.toHaveProperty('swept');
  });
});
