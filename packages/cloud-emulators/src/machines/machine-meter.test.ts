import { VirtualClock } from '@stagely/core/plugin';
import { beforeEach, describe, expect, it } from 'vitest';
import { MachineMeter } from './machine-meter.js';

const machine = (id: string, owner = 'ci') => ({
  id,
  type: 'cx23',
  region: 'fsn1',
  tags: { owner },
});

describe('MachineMeter', () => {
  let clock: VirtualClock;
  let meter: MachineMeter;

  beforeEach(() => {
    clock = new VirtualClock();
    meter = new MachineMeter({ clock, groupOf: ({ tags }) => tags['owner'] ?? 'nobody' });
  });

  it('counts seconds of machines that are alive and of those that ended', async () => {
    meter.start(machine('a'));
    await clock.advance(10_000);
    meter.start(machine('b'));
    await clock.advance(5000);
    meter.end('a');
    await clock.advance(5000);
    expect(meter.total()).toEqual({ machineSeconds: 25, machines: 2, alive: 1, peakAlive: 2 });
  });

  it('counts up to an end that lies in the future, whoever looks and when', async () => {
    meter.start(machine('a'));
    meter.end('a', clock.now() + 3000);
    await clock.advance(1000);
    expect(meter.total()).toMatchObject({ machineSeconds: 1, alive: 1 });
    await clock.advance(60_000);
    expect(meter.total()).toMatchObject({ machineSeconds: 3, alive: 0 });
  });

  it('does not take machines for simultaneous of which one ended before the other came', async () => {
    meter.start(machine('a'));
    meter.end('a', clock.now() + 3000);
    await clock.advance(3000);
    meter.start(machine('b'));
    expect(meter.total().peakAlive).toBe(1);
  });

  it('groups by what the caller chooses', async () => {
    meter.start(machine('a'));
    meter.start(machine('b', 'previews'));
    await clock.advance(2000);
    meter.end('b');
    expect(meter.group('previews')).toEqual({
      machineSeconds: 2,
      machines: 1,
      alive: 0,
      peakAlive: 1,
    });
    expect([...meter.groups().keys()]).toEqual(['ci', 'previews']);
    expect(meter.group('unheard of').machines).toBe(0);
  });

  it('ignores a second start, an unknown end, and takes the last of several ends', async () => {
    meter.start(machine('a'));
    meter.start(machine('a'));
    meter.end('b');
    meter.end('a', clock.now() + 1000);
    meter.end('a', clock.now() + 2000);
    await clock.advance(9000);
    expect(meter.total()).toEqual({ machineSeconds: 2, machines: 1, alive: 0, peakAlive: 1 });
  });

  it('counts everything as one group without a choice', () => {
    const plain = new MachineMeter({ clock });
    plain.start(machine('a'));
    expect([...plain.groups().keys()]).toEqual(['all']);
  });
});
