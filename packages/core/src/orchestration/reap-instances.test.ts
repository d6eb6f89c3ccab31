import { describe, expect, test } from 'vitest';
import { listedMachine } from '../../test/listed-machine.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceStatus } from '../contract/instance-status.js';
import type { ListedInstance } from '../contract/listed-instance.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { type ReapOptions, reapInstances } from './reap-instances.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const clock = new VirtualClock();
const ago = (ms: number) => new Date(clock.now() - ms);

const expired = { expiresAt: ago(1) };

function providerWith(...machines: ListedInstance[]): TinyProvider {
  const provider = new TinyProvider(clock);
  for (const one of machines) provider.put(one);
  return provider;
}

function reap(provider: TinyProvider, options: ReapOptions = {}) {
  return reapInstances(provider, { clock, ...options });
}

const ids = (machines: readonly ListedInstance[]) => machines.map(({ instanceId }) => instanceId);

describe('without criteria', () => {
  test('only machines whose lease has expired are ended, each read again before', async () => {
    const lapsed = listedMachine('lapsed', expired);
    const provider = providerWith(
      listedMachine('no-lease', { launchedAt: new Date(0) }),
      lapsed,
      listedMachine('leased', { expiresAt: new Date(clock.now() + 1) }),
      listedMachine('stopped', { ...expired, state: 'stopped' }),
      listedMachine('young', { ...expired, launchedAt: ago(5 * MINUTE - 1) }),
      listedMachine('old-enough', { ...expired, launchedAt: ago(5 * MINUTE) }),
    );
    const result = await reap(provider);
    expect(ids(result.reaped)).toEqual(['lapsed', 'stopped', 'old-enough']);
    expect(result.reaped[0]).toEqual(lapsed);
    expect(result).toEqual({ reaped: result.reaped, failed: [], dryRun: false });
    expect(provider.alive).toEqual(['no-lease', 'leased', 'young']);
    expect(provider.calls).toEqual([
      'listInstances {}',
      'getInstanceStatus lapsed',
      'terminateInstance lapsed',
      'getInstanceStatus stopped',
      'terminateInstance stopped',
      'getInstanceStatus old-enough',
      'terminateInstance old-enough',
    ]);
  });

  test('a machine of unknown age is kept', async () => {
    const { launchedAt: _, ...unknownAge } = listedMachine('unknown-age', expired);
    const provider = providerWith(unknownAge);
    expect((await reap(provider, { minimumAgeMs: 0 })).reaped).toEqual([]);
    expect(provider.alive).toEqual(['unknown-age']);
  });

  test('an empty account gives an empty result', async () => {
    expect(await reap(providerWith())).toEqual({ reaped: [], failed: [], dryRun: false });
  });

  test('the clock of the machine is used by default', async () => {
    const provider = providerWith(
      listedMachine('lapsed', { launchedAt: new Date(0), expiresAt: new Date(1) }),
      listedMachine('leased', { launchedAt: new Date(0), expiresAt: new Date('9999-01-01') }),
    );
    expect(ids((await reapInstances(provider)).reaped)).toEqual(['lapsed']);
  });
});

describe('with criteria', () => {
  test('old machines are ended whatever their lease says', async () => {
    const provider = providerWith(
      listedMachine('old', { expiresAt: new Date(clock.now() + HOUR) }),
      listedMachine('newer', { launchedAt: ago(HOUR - 1) }),
      listedMachine('lapsed-but-newer', { ...expired, launchedAt: ago(HOUR - 1) }),
    );
    expect(ids((await reap(provider, { olderThanMs: HOUR - 1 })).reaped)).toEqual(['old']);
  });

  test('tagged machines are ended whatever their lease says, and no other', async () => {
    const provider = providerWith(
      listedMachine('tagged', { tags: { env: 'test', run: '7' } }),
      listedMachine('other-run', { tags: { env: 'test', run: '8' } }),
      listedMachine('half', { tags: { env: 'test' } }),
      listedMachine('untagged', expired),
    );
    const { reaped } = await reap(provider, { tags: { env: 'test', run: '7' } });
    expect(ids(reaped)).toEqual(['tagged']);
    expect(provider.calls[0]).toBe('listInstances {"tags":{"env":"test","run":"7"}}');
  });

  test('only machines that are both tagged and old are ended', async () => {
    const tags = { env: 'test' };
    const provider = providerWith(
      listedMachine('both', { tags, launchedAt: ago(3 * HOUR) }),
      listedMachine('only-tagged', { tags, launchedAt: ago(HOUR) }),
      listedMachine('only-old', { launchedAt: ago(3 * HOUR) }),
    );
    const { reaped } = await reap(provider, { tags, olderThanMs: 2 * HOUR });
    expect(ids(reaped)).toEqual(['both']);
  });

  test('a provider that ignores the tags it is asked for loses no other machine', async () => {
    class Deaf extends TinyProvider {
      override listInstances() {
        return super.listInstances();
      }
    }
    const provider = new Deaf(clock);
    provider.put(listedMachine('tagged', { tags: { env: 'test' } }));
    provider.put(listedMachine('production', { tags: { env: 'production' } }));
    provider.put(listedMachine('untagged'));
    const { reaped } = await reap(provider, { tags: { env: 'test' } });
    expect(ids(reaped)).toEqual(['tagged']);
    expect(provider.alive).toEqual(['production', 'untagged']);
  });

  test('no tags are no criterion: leases decide', async () => {
    const provider = providerWith(listedMachine('kept'), listedMachine('lapsed', expired));
    expect(ids((await reap(provider, { tags: {} })).reaped)).toEqual(['lapsed']);
    expect(provider.calls[0]).toBe('listInstances {}');
  });

  test('the minimum age guards every machine, and can be set', async () => {
    const young = { launchedAt: ago(1_000), tags: { env: 'test' }, ...expired };
    for (const criteria of [{}, { olderThanMs: 0 }, { tags: { env: 'test' } }]) {
      expect((await reap(providerWith(listedMachine('young', young)), criteria)).reaped).toEqual(
        [],
      );
      const set = { ...criteria, minimumAgeMs: 1_000 };
      expect(ids((await reap(providerWith(listedMachine('young', young)), set)).reaped)).toEqual([
        'young',
      ]);
    }
  });
});

describe('a machine that changes after it was listed', () => {
  /** Changes a machine when it is read by its id. */
  class Changing extends TinyProvider {
    change: (id: string) => void = () => {};
    override async getInstanceStatus(instanceId: string): Promise<InstanceStatus> {
      this.change(instanceId);
      return super.getInstanceStatus(instanceId);
    }
    remove(instanceId: string): void {
      this.machines.delete(instanceId);
    }
  }

  function changing(change: (provider: Changing, id: string) => void): Changing {
    const provider = new Changing(clock);
    provider.put(listedMachine('changed', expired));
    provider.put(listedMachine('as-listed', expired));
    provider.change = (id) => {
      if (id === 'changed') change(provider, id);
    };
    return provider;
  }

  test.each<[string, Partial<ListedInstance>]>([
    ['its lease is renewed', { expiresAt: new Date(clock.now() + 1) }],
    ['it has ended by itself', { ...expired, state: 'terminated' }],
    ['it is younger than the list says', { ...expired, launchedAt: ago(1) }],
  ])('is kept when %s', async (_, change) => {
    const provider = changing((cloud, id) => cloud.put(listedMachine(id, change)));
    const { reaped, failed } = await reap(provider);
    expect(ids(reaped)).toEqual(['as-listed']);
    expect(failed).toEqual([]);
    expect(provider.calls).not.toContain('terminateInstance changed');
  });

  test('is kept when its lease is taken away', async () => {
    const provider = changing((cloud, id) => cloud.put(listedMachine(id)));
    expect(ids((await reap(provider)).reaped)).toEqual(['as-listed']);
  });

  test('is no failure when it is gone', async () => {
    const provider = changing((cloud, id) => cloud.remove(id));
    const { reaped, failed } = await reap(provider);
    expect(ids(reaped)).toEqual(['as-listed']);
    expect(failed).toEqual([]);
  });
});

describe('a list', () => {
  test('that names a machine twice has it ended once', async () => {
    class Twice extends TinyProvider {
      override async *listInstances() {
        yield* super.listInstances();
        yield* super.listInstances();
      }
    }
    for (const dryRun of [false, true]) {
      const provider = new Twice(clock);
      provider.put(listedMachine('m-1', expired));
      expect(ids((await reap(provider, { dryRun })).reaped)).toEqual(['m-1']);
      const reads = provider.calls.filter((call) => call.startsWith('getInstanceStatus'));
      expect(reads).toHaveLength(1);
    }
  });

  test('is read to its end before a machine is ended', async () => {
    const provider = providerWith(listedMachine('a', expired), listedMachine('b', expired));
    class Paged extends TinyProvider {
      override async *listInstances() {
        for await (const listed of provider.listInstances()) {
          expect(this.calls).toEqual([]);
          this.put(listed);
          yield listed;
        }
      }
    }
    expect(ids((await reap(new Paged(clock))).reaped)).toEqual(['a', 'b']);
  });

  test('that fails in the middle ends no machine, and its error is thrown', async () => {
    const failure = new NetworkFailureError('tiny: no answer.', { operation: 'listInstances' });
    class Torn extends TinyProvider {
      override async *listInstances() {
        yield* super.listInstances();
        throw failure;
      }
    }
    const provider = new Torn(clock);
    provider.put(listedMachine('lapsed', expired));
    await expect(reap(provider)).rejects.toBe(failure);
    expect(provider.alive).toEqual(['lapsed']);
  });
});

describe('a dry run', () => {
  test('tells what would be ended, reads it again, and ends nothing', async () => {
    const provider = providerWith(listedMachine('lapsed', expired), listedMachine('kept'));
    const result = await reap(provider, { dryRun: true });
    expect(result).toEqual({
      reaped: [listedMachine('lapsed', expired)],
      failed: [],
      dryRun: true,
    });
    expect(provider.calls).toEqual(['listInstances {}', 'getInstanceStatus lapsed']);
    expect(provider.alive).toEqual(['lapsed', 'kept']);
  });
});
