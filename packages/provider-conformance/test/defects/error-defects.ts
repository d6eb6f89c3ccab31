import {
  type CallOptions,
  type InstanceSpec,
  InvalidInputError,
  NetworkFailureError,
  OperationAbortedError,
  type ProviderContext,
  StagelyError,
} from '@stagely/core';
import type { Operation } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { TinyCredentials } from '../tiny-machines.js';
import type { Defect } from './defect.js';

type Fetch = typeof globalThis.fetch;

/** A provider behind a client of its own. */
function withClient(wrap: (fetch: Fetch) => Fetch) {
  return class extends HonestProvider {
    constructor(credentials: TinyCredentials, context: ProviderContext) {
      super(credentials, { ...context, fetch: wrap(context.fetch ?? globalThis.fetch) });
    }
  };
}

/** A provider that takes one status for another. */
function confusing(from: number, to: number) {
  return withClient((fetch) => async (...args) => {
    const response = await fetch(...args);
    return response.status === from ? new Response('{}', { status: to }) : response;
  });
}

export const errorDefects: readonly Defect[] = [
  {
    name: 'takes refused credentials for a failure of the cloud',
    about: 'credentials that the cloud refuses are an InvalidCredentialsError',
    also: ['bad answers are errors of their kind'],
    Provider: confusing(401, 500),
  },
  {
    name: 'takes throttling for a failure of the cloud',
    about: 'bad answers are errors of their kind',
    Provider: confusing(429, 500),
  },
  {
    name: 'takes an empty answer for an empty list',
    about: 'bad answers are errors of their kind',
    Provider: withClient((fetch) => async (...args) => {
      const response = await fetch(...args);
      const text = await response.clone().text();
      return response.status === 200 && text === '' ? Response.json({ machines: [] }) : response;
    }),
  },
  {
    name: 'throws what its client throws',
    about: 'a cloud that cannot be reached is a NetworkFailureError',
    also: [
      'a lost answer to a request of a creation leaves no machine unknown',
      'a request of a creation that does not get through leaves no machine unknown',
    ],
    Provider: withClient((fetch) => async (...args) => {
      try {
        return await fetch(...args);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new RangeError('socket hang up');
      }
    }),
  },
  {
    name: 'does not say which operation failed',
    about: 'every error names the provider and the operation',
    Provider: class extends HonestProvider {
      protected override parseId(instanceId: string, operation: Operation) {
        return super.parseId(instanceId, { ...operation, operation: 'request' });
      }
    },
  },
  {
    name: 'does not say which provider failed',
    about: 'every error names the provider and the operation',
    Provider: class extends HonestProvider {
      protected override parseId(instanceId: string, { operation }: Operation) {
        return super.parseId(instanceId, { operation });
      }
    },
  },
  {
    name: 'does not tell what became of the machine',
    about: 'a failed creation has its key and says what became of the machine',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        try {
          return await super.parseSpec(input);
        } catch (error) {
          if (!(error instanceof InvalidInputError)) throw error;
          const { provider, operation, idempotencyKey, issues, message } = error;
          throw new InvalidInputError(message, { provider, operation, idempotencyKey, issues });
        }
      }
    },
  },
  {
    name: 'loses the key of a creation that fails',
    about: 'a failed creation has its key and says what became of the machine',
    also: ['an aborted creation says that no machine is left'],
    Provider: class extends HonestProvider {
      protected override creationOf() {
        return super.creationOf({ idempotencyKey: 'another key' });
      }
    },
  },
  {
    name: 'says of every creation that fails that the outcome is unknown',
    about: 'a failed creation has its key and says what became of the machine',
    also: [
      'a lost answer to a request of a creation leaves no machine unknown',
      'a request of a creation that does not get through leaves no machine unknown',
      'an aborted creation says that no machine is left',
    ],
    Provider: class extends HonestProvider {
      protected override creationOf(spec: { readonly idempotencyKey: string }): Operation {
        return { ...super.creationOf(spec), outcome: 'unknown' };
      }
    },
  },
  {
    name: 'says unknown where a look-up would tell',
    about: 'a request of a creation that does not get through leaves no machine unknown',
    also: ['a lost answer to a request of a creation leaves no machine unknown'],
    Provider: class extends HonestProvider {
      protected override async findLaunched(
        ...[, operation, lost]: Parameters<HonestProvider['findLaunched']>
      ): Promise<string> {
        throw new NetworkFailureError(lost.message, { ...operation, outcome: 'unknown' });
      }
    },
  },
  {
    name: 'fails to read many statuses because of one bad id',
    about: 'of many statuses, a bad id does not fail its neighbours',
    Provider: class extends HonestProvider {
      override async getInstanceStatuses(
        ...args: Parameters<HonestProvider['getInstanceStatuses']>
      ) {
        const statuses = await super.getInstanceStatuses(...args);
        for (const status of statuses.values()) if (status instanceof StagelyError) throw status;
        return statuses;
      }
    },
  },
  {
    name: 'leaves unknown machines out of many statuses',
    about: 'of many statuses, a bad id does not fail its neighbours',
    Provider: class extends HonestProvider {
      override async getInstanceStatuses(
        ...args: Parameters<HonestProvider['getInstanceStatuses']>
      ) {
        const statuses = await super.getInstanceStatuses(...args);
        for (const [id, status] of statuses) {
          if (status instanceof StagelyError) statuses.delete(id);
        }
        return statuses;
      }
    },
  },
  {
    name: 'sweeps live machines away',
    about: 'sweeping touches no live machine',
    Provider: class extends HonestProvider {
      override async sweep(options?: CallOptions) {
        await super.sweep(options);
        const removed = [];
        for await (const { instanceId: id } of this.listInstances()) {
          await this.terminateInstance(id);
          removed.push({ kind: 'machine', id });
        }
        return { removed, failed: [] };
      }
    },
  },
  {
    name: 'sweeps the tags of live machines away',
    about: 'sweeping touches no live machine',
    Provider: class extends HonestProvider {
      override async sweep(options?: CallOptions) {
        await super.sweep(options);
        const operation = { provider: this.name, operation: 'sweep' };
        for await (const { id, labels } of this.listMachines(operation)) {
          const { env: _, ...rest } = labels;
          await this.setLabels(id, rest, { ...operation, instanceId: id }).catch(() => undefined);
        }
        return { removed: [], failed: [] };
      }
    },
  },
  {
    name: 'publishes limits that nothing passes',
    about: 'published limits are token buckets',
    Provider: class extends HonestProvider {
      override readonly limits = { total: { burst: 0, perSecond: 2 } };
    },
  },
  {
    name: 'tells of an abort in the place of every status',
    about: 'optional operations check their input and their signal like the others',
    Provider: class extends HonestProvider {
      override async getInstanceStatuses(
        ...[ids, options]: Parameters<HonestProvider['getInstanceStatuses']>
      ) {
        try {
          return await super.getInstanceStatuses(ids, options);
        } catch (error) {
          if (!(error instanceof OperationAbortedError)) throw error;
          return new Map(ids.map((id) => [id, error]));
        }
      }
    },
  },
  {
    name: 'sweeps whatever its options are',
    about: 'optional operations check their input and their signal like the others',
    Provider: class extends HonestProvider {
      override sweep() {
        return super.sweep();
      }
    },
  },
];
