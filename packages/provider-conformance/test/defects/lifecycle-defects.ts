import {
  type CallOptions,
  InstanceNotFoundError,
  type InstanceSpec,
  type InstanceStatus,
  InvalidInputError,
} from '@stagely/core';
import { type Operation, parseExpiry } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { Launch, ShownMachine } from '../tiny-client.js';
import type { Defect } from './defect.js';

export const lifecycleDefects: readonly Defect[] = [
  {
    name: 'makes a helper machine beside the first one of every new provider',
    about: 'one call makes one machine',
    also: [
      'an abort leaves a machine alone that the call only adopted',
      'a caller who gives up does not take the machine from another',
      'a key is free again when its machine has ended',
      'a lost answer to a request of a creation leaves no machine unknown',
      'a machine past its lease is replaced, not adopted',
      'a request of a creation that does not get through leaves no machine unknown',
      'a stopped machine is replaced, not adopted',
      'a terminated machine has ended when terminateInstance resolves',
      'an abort after a creation changes nothing',
      'an abort in the course of a creation leaves no machine',
      'calls without a key make machines of their own',
      'of two specs at once with one key, one is a conflict',
      'sweeping touches no live machine',
      'terminating one machine leaves the others alone',
      'the key of another spec is a conflict',
      'the same key again gives the same machine',
      'the same key at once in two processes gives one machine',
      'the same key several times at once gives one machine',
      'when all callers of one creation give up, no machine is left',
      'an abort does not end a machine that another process has adopted',
    ],
    Provider: class extends HonestProvider {
      #helped = false;
      protected override async requestLaunch(launch: Launch, operation: Operation) {
        const id = await super.requestLaunch(launch, operation);
        if (!this.#helped) await super.requestLaunch({ ...launch, labels: {} }, operation);
        this.#helped = true;
        return id;
      }
    },
  },
  {
    name: 'does not wait for the address',
    about: 'a created machine has a public address',
    also: ['the same key again gives the same machine'],
    Provider: class extends HonestProvider {
      protected override async awaitAddress(id: string, operation: Operation, signal: AbortSignal) {
        return this.getMachine(id, operation, signal);
      }
    },
  },
  {
    name: 'says of running machines that they are pending',
    about: 'a created machine becomes ready',
    Provider: class extends HonestProvider {
      protected override toStatus(machine: ShownMachine): InstanceStatus {
        const status = super.toStatus(machine);
        return status.state === 'running' ? { ...status, state: 'pending', ready: false } : status;
      }
    },
  },
  {
    name: 'is ready as soon as there is an address',
    about: 'a status is ready when the machine runs and has an address, and only then',
    Provider: class extends HonestProvider {
      protected override toStatus(machine: ShownMachine) {
        return { ...super.toStatus(machine), ready: machine.address !== undefined };
      }
    },
  },
  {
    name: 'forgets when machines were launched',
    about: 'a status has the fields of the contract',
    also: [
      'a listing agrees with the status of each machine',
      'a machine whose lease is over is reaped',
    ],
    Provider: class extends HonestProvider {
      override async getInstanceStatus(instanceId: string, options?: CallOptions) {
        const { launchedAt: _, ...status } = await super.getInstanceStatus(instanceId, options);
        return status;
      }
    },
  },
  {
    name: 'terminates nothing',
    about: 'a terminated machine has ended when terminateInstance resolves',
    also: 'every case that makes a machine',
    Provider: class extends HonestProvider {
      override async terminateInstance(instanceId: string, options?: CallOptions) {
        this.onInstance('terminateInstance', instanceId, options);
      }
    },
  },
  {
    name: 'terminates every machine of the account',
    about: 'terminating one machine leaves the others alone',
    also: [
      'a listing with ended machines tells them from live ones',
      'a machine whose lease is over is reaped',
      'live machines are listed once each, ended ones are not',
    ],
    Provider: class extends HonestProvider {
      override async terminateInstance(instanceId: string, options?: CallOptions) {
        await super.terminateInstance(instanceId, options);
        for await (const listed of this.listInstances()) {
          await super.terminateInstance(listed.instanceId);
        }
      }
    },
  },
  {
    name: 'has no large machines',
    about: 'every size can be made',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        if (spec.size !== 'large') return spec;
        const issues = [{ path: 'spec.size', message: 'must be small or medium' }];
        throw new InvalidInputError('tiny: no large machines.', {
          ...this.creationOf(spec),
          issues,
        });
      }
    },
  },
  {
    name: 'fails the second termination',
    about: 'terminating a machine twice succeeds',
    Provider: class extends HonestProvider {
      override async terminateInstance(instanceId: string, options?: CallOptions) {
        const { operation, signal } = this.onInstance('terminateInstance', instanceId, options);
        const machine = await this.findMachine(instanceId, operation, signal);
        if (machine?.state === 'ended') throw new InstanceNotFoundError('It has ended.', operation);
        await super.terminateInstance(instanceId, options);
      }
    },
  },
  {
    name: 'fails all but one of several terminations at once',
    about: 'terminating a machine several times at once succeeds',
    Provider: class extends HonestProvider {
      readonly #ending = new Set<string>();
      override async terminateInstance(instanceId: string, options?: CallOptions) {
        const { operation } = this.onInstance('terminateInstance', instanceId, options);
        if (this.#ending.has(instanceId)) {
          throw new InstanceNotFoundError('It is being deleted.', operation);
        }
        this.#ending.add(instanceId);
        try {
          await super.terminateInstance(instanceId, options);
        } finally {
          this.#ending.delete(instanceId);
        }
      }
    },
  },
  {
    name: 'fails to terminate a machine that never was',
    about: 'terminating a machine that never was succeeds',
    Provider: class extends HonestProvider {
      override async terminateInstance(instanceId: string, options?: CallOptions) {
        const { operation, signal } = this.onInstance('terminateInstance', instanceId, options);
        await this.getMachine(instanceId, operation, signal);
        await super.terminateInstance(instanceId, options);
      }
    },
  },
  {
    name: 'throws a plain Error for an unknown machine',
    about: 'the status of an unknown machine is an InstanceNotFoundError',
    also: ['of many statuses, a bad id does not fail its neighbours'],
    Provider: class extends HonestProvider {
      override async getInstanceStatus(instanceId: string, options?: CallOptions) {
        try {
          return await super.getInstanceStatus(instanceId, options);
        } catch (error) {
          if (error instanceof InstanceNotFoundError) throw new Error('not found');
          throw error;
        }
      }
    },
  },
  {
    name: 'answers undefined for an unknown machine',
    about: 'the status of an unknown machine is an InstanceNotFoundError',
    also: ['of many statuses, a bad id does not fail its neighbours'],
    Provider: class extends HonestProvider {
      override async getInstanceStatus(instanceId: string, options?: CallOptions) {
        try {
          return await super.getInstanceStatus(instanceId, options);
        } catch (error) {
          if (error instanceof InstanceNotFoundError) return JSON.parse('null');
          throw error;
        }
      }
    },
  },
  {
    name: 'sets leases of machines that have ended',
    about: 'setting the lease of an unknown or ended machine is an InstanceNotFoundError',
    Provider: class extends HonestProvider {
      override async setExpiry(...args: Parameters<HonestProvider['setExpiry']>) {
        const { operation } = this.onInstance('setExpiry', args[0], args[2]);
        parseExpiry(args[1], operation);
        const machine = await this.findMachine(args[0], operation, args[2]?.signal);
        if (machine?.state !== 'ended') await super.setExpiry(...args);
      }
    },
  },
  {
    name: 'asks the cloud about malformed ids',
    about: 'a malformed id is refused before any request',
    Provider: class extends HonestProvider {
      protected override parseId(instanceId: string, operation: Operation) {
        return instanceId === ' ' ? 'm-000000' : super.parseId(instanceId, operation);
      }
    },
  },
];
