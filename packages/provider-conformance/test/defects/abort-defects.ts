import { type CallOptions, type CreatedInstance, OperationAbortedError } from '@stagely/core';
import type { Operation } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { Launch, ShownMachine } from '../tiny-client.js';
import type { TinySpec } from '../tiny-creation.js';
import type { Defect } from './defect.js';

const never = new AbortController().signal;

export const abortDefects: readonly Defect[] = [
  {
    name: 'leaves the machine alive when it is aborted',
    about: 'an abort in the course of a creation leaves no machine',
    also: [
      'a creation that cannot end its machine says that it exists',
      'when all callers of one creation give up, no machine is left',
    ],
    Provider: class extends HonestProvider {
      protected override async giveUp(id: string, operation: Operation, error: unknown) {
        if (error instanceof OperationAbortedError) return;
        await super.giveUp(id, operation, error);
      }
    },
  },
  {
    name: 'ends a machine on abort that another process has adopted',
    about: 'an abort does not end a machine that another process has adopted',
    Provider: class extends HonestProvider {
      protected override async isAdopted() {
        return false;
      }
    },
  },
  {
    name: 'adopts a machine whose maker has given it up',
    about: 'an abort does not end a machine that another process has adopted',
    Provider: class extends HonestProvider {
      protected override async adopt(id: string, operation: Operation, signal: AbortSignal) {
        return this.awaitAddress(id, operation, signal);
      }
    },
  },
  {
    name: 'does not listen to the signal of a creation',
    about: 'an abort in the course of a creation leaves no machine',
    Provider: class extends HonestProvider {
      protected override adoptOrLaunch(spec: TinySpec, operation: Operation) {
        return super.adoptOrLaunch(spec, operation, never);
      }
    },
  },
  {
    name: 'does not listen to the signal while it waits for the address',
    about: 'an abort in the course of a creation leaves no machine',
    Provider: class extends HonestProvider {
      protected override awaitAddress(id: string, operation: Operation) {
        return super.awaitAddress(id, operation, never);
      }
    },
  },
  {
    name: 'rejects with the plain AbortError of the platform',
    about: 'an abort in the course of a creation leaves no machine',
    also: ['a caller who gives up does not take the machine from another'],
    Provider: class extends HonestProvider {
      override async createInstance(...args: Parameters<HonestProvider['createInstance']>) {
        const aborted = args[1]?.signal?.aborted;
        try {
          return await super.createInstance(...args);
        } catch (error) {
          if (!aborted && error instanceof OperationAbortedError)
            throw new DOMException('', 'AbortError');
          throw error;
        }
      }
    },
  },
  {
    name: 'looks at an aborted signal only after the first request',
    about: 'an aborted signal makes nothing',
    Provider: class extends HonestProvider {
      override async createInstance(...args: Parameters<HonestProvider['createInstance']>) {
        if (args[1]?.signal?.aborted) await this.validateCredentials();
        return super.createInstance(...args);
      }
    },
  },
  {
    name: 'begins operations although they are aborted',
    about: 'no operation begins with an aborted signal',
    Provider: class extends HonestProvider {
      override async terminateInstance(instanceId: string, options?: CallOptions) {
        const signal = options?.signal;
        await super.terminateInstance(instanceId, signal instanceof AbortSignal ? {} : options);
      }
    },
  },
  {
    name: 'goes on reading when it is aborted',
    about: 'an abort ends a read that is under way',
    Provider: class extends HonestProvider {
      override async getInstanceStatus(instanceId: string, options?: CallOptions) {
        const { operation } = this.onInstance('getInstanceStatus', instanceId, options);
        return this.toStatus(await this.getMachine(instanceId, operation));
      }
    },
  },
  {
    name: 'goes on listing when it is aborted',
    about: 'an abort ends a listing between two machines',
    Provider: class extends HonestProvider {
      override async *listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        const listed = [];
        for await (const instance of super.listInstances(...args)) listed.push(instance);
        yield* listed;
      }
    },
  },
  {
    name: 'ends the machine that it adopted when it is aborted',
    about: 'an abort leaves a machine alone that the call only adopted',
    also: [
      'a caller who gives up does not take the machine from another',
      'an abort does not end a machine that another process has adopted',
    ],
    Provider: class extends HonestProvider {
      override async createInstance(...args: Parameters<HonestProvider['createInstance']>) {
        try {
          return await super.createInstance(...args);
        } catch (error) {
          if (error instanceof OperationAbortedError && error.instanceId !== undefined) {
            await this.terminateInstance(error.instanceId);
          }
          throw error;
        }
      }
    },
  },
  {
    name: 'ends a machine when the signal of its creation is aborted later',
    about: 'an abort after a creation changes nothing',
    also: [
      'calls leave no listeners on the signal',
      'an abort does not end a machine that another process has adopted',
    ],
    Provider: class extends HonestProvider {
      override async createInstance(...args: Parameters<HonestProvider['createInstance']>) {
        const created = await super.createInstance(...args);
        args[1]?.signal?.addEventListener('abort', () => {
          void this.terminateInstance(created.instanceId);
        });
        return created;
      }
    },
  },
  {
    name: 'lets the first caller who gives up cut the creation of all',
    about: 'a caller who gives up does not take the machine from another',
    Provider: class extends HonestProvider {
      readonly #calls = new Map<string, Promise<CreatedInstance>>();
      protected override share(
        { idempotencyKeyHash, specHash }: TinySpec,
        signal: AbortSignal | undefined,
        start: (signal: AbortSignal) => Promise<CreatedInstance>,
      ) {
        const key = `${idempotencyKeyHash} ${specHash}`;
        const call = this.#calls.get(key) ?? start(signal ?? never);
        this.#calls.set(key, call);
        return call.finally(() => this.#calls.delete(key));
      }
    },
  },
  {
    name: 'finishes a creation that all its callers have given up',
    about: 'when all callers of one creation give up, no machine is left',
    Provider: class extends HonestProvider {
      readonly #callers = new Map<string, number>();
      override async createInstance(...args: Parameters<HonestProvider['createInstance']>) {
        const key = args[0]?.idempotencyKey ?? '';
        this.#callers.set(key, (this.#callers.get(key) ?? 0) + 1);
        return super.createInstance(...args);
      }
      protected override async giveUp(id: string, operation: Operation, error: unknown) {
        const shared = (this.#callers.get(operation.idempotencyKey ?? '') ?? 0) > 1;
        if (!(shared && error instanceof OperationAbortedError)) {
          await super.giveUp(id, operation, error);
        }
      }
    },
  },
  {
    name: 'leaves a listener on the signal',
    about: 'calls leave no listeners on the signal',
    Provider: class extends HonestProvider {
      protected override parseOptions(options: CallOptions | undefined, operation: Operation) {
        const signal = super.parseOptions(options, operation);
        signal?.addEventListener('abort', () => undefined);
        return signal;
      }
    },
  },
  {
    name: 'says that the machine exists when it was aborted and has deleted it',
    about: 'an aborted creation says that no machine is left',
    Provider: class extends HonestProvider {
      override async createInstance(...args: Parameters<HonestProvider['createInstance']>) {
        const aborted = args[1]?.signal?.aborted;
        try {
          return await super.createInstance(...args);
        } catch (error) {
          if (aborted || !(error instanceof OperationAbortedError)) throw error;
          const { operation, idempotencyKey } = error;
          const told = { provider: this.name, operation, idempotencyKey };
          throw new OperationAbortedError('tiny: aborted.', {
            ...told,
            outcome: 'instance-exists',
          });
        }
      }
    },
  },
  {
    name: 'leaves the machine alive when a later request fails',
    about: 'a request of a creation that does not get through leaves no machine unknown',
    also: ['a lost answer to a request of a creation leaves no machine unknown'],
    Provider: class extends HonestProvider {
      protected override async giveUp(id: string, operation: Operation, error: unknown) {
        if (error instanceof OperationAbortedError) await super.giveUp(id, operation, error);
      }
    },
  },
  {
    name: 'takes a lost answer for a machine that was not made',
    about: 'a lost answer to a request of a creation leaves no machine unknown',
    Provider: class extends HonestProvider {
      protected override async findLaunched(
        ...[, , lost]: Parameters<HonestProvider['findLaunched']>
      ): Promise<string> {
        throw lost;
      }
    },
  },
  {
    name: 'makes a machine again when the answer is lost',
    about: 'a lost answer to a request of a creation leaves no machine unknown',
    also: [
      'of two specs at once with one key, one is a conflict',
      'the same key at once in two processes gives one machine',
    ],
    Provider: class extends HonestProvider {
      readonly #launches = new Map<string, Launch>();
      protected override requestLaunch(launch: Launch, operation: Operation) {
        this.#launches.set(operation.idempotencyKey ?? '', launch);
        return super.requestLaunch(launch, operation);
      }
      protected override async findLaunched(
        ...[, operation, lost]: Parameters<HonestProvider['findLaunched']>
      ): Promise<string> {
        const launch = this.#launches.get(operation.idempotencyKey ?? '');
        if (launch === undefined) throw lost;
        return this.requestLaunch(launch, operation);
      }
      protected override async settleRace(): Promise<ShownMachine | undefined> {
        return undefined;
      }
    },
  },
  {
    name: 'says that no machine is left although it could not delete it',
    about: 'a creation that cannot end its machine says that it exists',
    Provider: class extends HonestProvider {
      protected override async giveUp(id: string, operation: Operation, error: unknown) {
        await super.giveUp(id, operation, error).catch(() => undefined);
      }
    },
  },
];
