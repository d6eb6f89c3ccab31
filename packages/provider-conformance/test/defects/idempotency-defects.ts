import type { CreatedInstance, InstanceSpec } from '@stagely/core';
import { hashIdempotencyKey, type Operation, OWNERSHIP_TAG } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { ShownMachine } from '../tiny-client.js';
import type { TinySpec } from '../tiny-creation.js';
import type { Defect } from './defect.js';

const never = new AbortController().signal;

export const idempotencyDefects: readonly Defect[] = [
  {
    name: 'makes a second machine when a key is used again',
    about: 'the same key again gives the same machine',
    also: [
      'a machine past its lease is replaced, not adopted',
      'a stopped machine is replaced, not adopted',
      'another lease is not another spec',
      'of two specs at once with one key, one is a conflict',
      'the key of another spec is a conflict',
      'the same key at once in two processes gives one machine',
      'the same spec written differently is the same spec',
      'an abort does not end a machine that another process has adopted',
    ],
    Provider: class extends HonestProvider {
      protected override async findHolder() {
        return undefined;
      }
      protected override async settleRace() {
        return undefined;
      }
    },
  },
  {
    name: 'does not look for other processes that use the same key',
    about: 'the same key at once in two processes gives one machine',
    also: ['of two specs at once with one key, one is a conflict'],
    Provider: class extends HonestProvider {
      protected override async settleRace() {
        return undefined;
      }
    },
  },
  {
    name: 'does not join calls that are under way together',
    about: 'the same key several times at once gives one machine',
    also: [
      'of two specs at once with one key, one is a conflict',
      'the same key at once in two processes gives one machine',
    ],
    Provider: class extends HonestProvider {
      protected override share(
        _: TinySpec,
        signal: AbortSignal | undefined,
        start: (signal: AbortSignal) => Promise<CreatedInstance>,
      ) {
        return start(signal ?? never);
      }
      protected override async settleRace() {
        return undefined;
      }
    },
  },
  {
    name: 'leaves the machine alive that lost the race',
    about: 'the same key at once in two processes gives one machine',
    also: ['of two specs at once with one key, one is a conflict'],
    Provider: class extends HonestProvider {
      protected override async settleRace(
        ...args: Parameters<HonestProvider['settleRace']>
      ): Promise<ShownMachine | undefined> {
        const [own, spec, operation, signal] = args;
        const [first] = await this.listByKey(spec, operation, signal);
        return first?.id === own.id ? undefined : first;
      }
    },
  },
  {
    name: 'joins calls with one key and different specs',
    about: 'of two specs at once with one key, one is a conflict',
    Provider: class extends HonestProvider {
      protected override share(
        spec: TinySpec,
        signal: AbortSignal | undefined,
        start: (signal: AbortSignal) => Promise<CreatedInstance>,
      ) {
        return super.share({ ...spec, specHash: '' }, signal, start);
      }
    },
  },
  {
    name: 'adopts the machine of another spec',
    about: 'the key of another spec is a conflict',
    also: ['of two specs at once with one key, one is a conflict'],
    Provider: class extends HonestProvider {
      protected override checkSpec() {}
    },
  },
  {
    name: 'compares specs as they are written',
    about: 'the same spec written differently is the same spec',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        return { ...spec, specHash: `${spec.specHash}-${Object.keys(input).length}` };
      }
    },
  },
  {
    name: 'takes another lease for another spec',
    about: 'another lease is not another spec',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        return { ...spec, specHash: `${spec.specHash}-${spec.expiresAt?.getTime()}` };
      }
    },
  },
  {
    name: 'gives back a machine that has ended',
    about: 'a key is free again when its machine has ended',
    also: [
      'a stopped machine is replaced, not adopted',
      'of two specs at once with one key, one is a conflict',
      'the key of another spec is a conflict',
      'an abort does not end a machine that another process has adopted',
    ],
    Provider: class extends HonestProvider {
      protected override async listByKey(
        ...[{ idempotencyKeyHash }, operation, signal]: Parameters<HonestProvider['listByKey']>
      ) {
        const found: ShownMachine[] = [];
        for await (const machine of this.listMachines(operation, signal)) {
          const { [OWNERSHIP_TAG.idempotencyKeyHash]: hash } = machine.labels;
          if (hash === idempotencyKeyHash) found.push(machine);
        }
        return found;
      }
      protected override checkSpec() {}
    },
  },
  {
    name: 'adopts a machine whose lease is over',
    about: 'a machine past its lease is replaced, not adopted',
    Provider: class extends HonestProvider {
      protected override isAdoptable(machine: ShownMachine) {
        return machine.state !== 'stopped';
      }
    },
  },
  {
    name: 'adopts a stopped machine',
    about: 'a stopped machine is replaced, not adopted',
    Provider: class extends HonestProvider {
      protected override isAdoptable(machine: ShownMachine) {
        return super.isAdoptable({ ...machine, state: 'running' });
      }
    },
  },
  {
    name: 'replaces a stopped machine without ending it',
    about: 'a stopped machine is replaced, not adopted',
    Provider: class extends HonestProvider {
      protected override async release(id: string, operation: Operation) {
        const machine = await this.findMachine(id, operation).catch(() => undefined);
        if (machine?.state !== 'stopped') await super.release(id, operation);
      }
    },
  },
  {
    name: 'takes keys that differ in case for one',
    about: 'keys that look alike are different keys',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        const idempotencyKeyHash = hashIdempotencyKey(spec.idempotencyKey.toLowerCase());
        return { ...spec, idempotencyKeyHash };
      }
    },
  },
  {
    name: 'cannot take keys with other characters than letters',
    about: 'keys that look alike are different keys',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        if (/[^\x20-\x7f]/.test(spec.idempotencyKey)) throw new Error('Invalid header value');
        return spec;
      }
    },
  },
  {
    name: 'makes one machine for calls without a key',
    about: 'calls without a key make machines of their own',
    also: [
      'a lease is in the listing',
      'a lease is in the result and in the status',
      'a listing with ended machines tells them from live ones',
      'a machine whose lease is over is reaped',
      'an abort ends a listing between two machines',
      'live machines are listed once each, ended ones are not',
      'terminating one machine leaves the others alone',
      'the result has the idempotency key, given or made',
    ],
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        if (spec.idempotencyKeyGiven) return spec;
        const idempotencyKey = `key of ${spec.specHash}`;
        const idempotencyKeyHash = hashIdempotencyKey(idempotencyKey);
        return { ...spec, idempotencyKey, idempotencyKeyHash, idempotencyKeyGiven: true };
      }
    },
  },
  {
    name: 'never says that a machine was reused',
    about: 'the same key again gives the same machine',
    Provider: class extends HonestProvider {
      protected override toCreated(machine: ShownMachine, spec: TinySpec) {
        return super.toCreated(machine, spec, false);
      }
    },
  },
  {
    name: 'lists machines without the hash of their key',
    about: 'a listed machine has the hash of its key',
    Provider: class extends HonestProvider {
      override async *listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        for await (const { idempotencyKeyHash: _, ...listed } of super.listInstances(...args)) {
          yield listed;
        }
      }
    },
  },
  {
    name: 'gives the key a new name in the result',
    about: 'the result has the idempotency key, given or made',
    also: ['a listed machine has the hash of its key'],
    Provider: class extends HonestProvider {
      protected override toCreated(machine: ShownMachine, spec: TinySpec, reused: boolean) {
        const created = super.toCreated(machine, spec, reused);
        return {
          ...created,
          idempotencyKey: spec.idempotencyKeyGiven ? spec.idempotencyKeyHash : '',
        };
      }
    },
  },
];
