import type { CallOptions, CreatedInstance } from '@stagely/core';
import { type Operation, OWNERSHIP_TAG } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { Launch, ShownMachine } from '../tiny-client.js';
import type { TinySpec } from '../tiny-creation.js';
import type { Defect } from './defect.js';

/** A provider that changes the lease on its way to the cloud. */
function changingLease(change: (milliseconds: string) => string) {
  return class extends HonestProvider {
    protected override requestLaunch(launch: Launch, operation: Operation) {
      const lease = launch.labels[OWNERSHIP_TAG.expiresAt];
      if (lease === undefined) return super.requestLaunch(launch, operation);
      const labels = { ...launch.labels, [OWNERSHIP_TAG.expiresAt]: change(lease) };
      return super.requestLaunch({ ...launch, labels }, operation);
    }
  };
}

export const leaseDefects: readonly Defect[] = [
  {
    name: 'shows no lease in a status',
    about: 'a lease is in the result and in the status',
    also: ['a lease can be set, renewed and removed', 'a machine whose lease is over is reaped'],
    Provider: class extends HonestProvider {
      override async getInstanceStatus(instanceId: string, options?: CallOptions) {
        const { expiresAt: _, ...status } = await super.getInstanceStatus(instanceId, options);
        return status;
      }
    },
  },
  {
    name: 'returns no lease',
    about: 'a lease is in the result and in the status',
    Provider: class extends HonestProvider {
      protected override toCreated(
        machine: ShownMachine,
        spec: TinySpec,
        reused: boolean,
      ): CreatedInstance {
        const { expiresAt: _, ...created } = super.toCreated(machine, spec, reused);
        return created;
      }
    },
  },
  {
    name: 'shows no lease in a listing',
    about: 'a lease is in the listing',
    also: ['a machine whose lease is over is reaped'],
    Provider: class extends HonestProvider {
      override async *listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        for await (const { expiresAt: _, ...listed } of super.listInstances(...args)) yield listed;
      }
    },
  },
  {
    name: 'keeps leases to the second',
    about: 'a lease is in the result and in the status',
    also: ['a lease is in the listing'],
    Provider: changingLease((lease) => `${lease.slice(0, -3)}000`),
  },
  {
    name: 'keeps machines a day longer than their lease',
    about: 'a machine whose lease is over is reaped',
    also: ['a lease is in the listing', 'a lease is in the result and in the status'],
    Provider: changingLease((lease) => String(Number(lease) + 86_400_000)),
  },
  {
    name: 'does not change leases',
    about: 'a lease can be set, renewed and removed',
    also: [
      'a machine past its lease is replaced, not adopted',
      'a machine whose lease was renewed is not reaped',
    ],
    Provider: class extends HonestProvider {
      protected override async setLabels() {}
    },
  },
  {
    name: 'shortens leases, but never renews them',
    about: 'a machine whose lease was renewed is not reaped',
    also: ['a lease can be set, renewed and removed'],
    Provider: class extends HonestProvider {
      protected override async setLabels(...args: Parameters<HonestProvider['setLabels']>) {
        const [id, labels, operation] = args;
        const machine = await this.getMachine(id, operation);
        const [before, after] = [machine.labels, labels].map((given) =>
          Number(given[OWNERSHIP_TAG.expiresAt] ?? Infinity),
        );
        if ((before ?? 0) > (after ?? 0)) await super.setLabels(...args);
      }
    },
  },
  {
    name: 'cannot remove a lease',
    about: 'a lease can be set, renewed and removed',
    Provider: class extends HonestProvider {
      protected override async setLabels(...args: Parameters<HonestProvider['setLabels']>) {
        if (args[1][OWNERSHIP_TAG.expiresAt] !== undefined) await super.setLabels(...args);
      }
    },
  },
  {
    name: 'drops the tags of a machine when it sets its lease',
    about: 'a lease can be set, renewed and removed',
    Provider: class extends HonestProvider {
      protected override async setLabels(...args: Parameters<HonestProvider['setLabels']>) {
        const [id, labels, ...rest] = args;
        const own = Object.entries(labels).filter(([key]) => key.startsWith('stagely'));
        await super.setLabels(id, Object.fromEntries(own), ...rest);
      }
    },
  },
  {
    name: 'refuses to end a lease in the past',
    about: 'a lease can be set, renewed and removed',
    also: ['a machine past its lease is replaced, not adopted'],
    Provider: class extends HonestProvider {
      override async setExpiry(...args: Parameters<HonestProvider['setExpiry']>) {
        const [instanceId, expiresAt, options] = args;
        const past = expiresAt instanceof Date && expiresAt.getTime() < this.clock.now();
        const date = past ? new Date(Number.NaN) : expiresAt;
        await super.setExpiry(instanceId, date, options);
      }
    },
  },
];
