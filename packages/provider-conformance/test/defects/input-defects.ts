import {
  type CallOptions,
  type InstanceFilter,
  type InstanceSpec,
  InvalidInputError,
  NetworkFailureError,
} from '@stagely/core';
import type { Operation } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { Launch } from '../tiny-client.js';
import type { Defect } from './defect.js';

/** The fields of an object that are among the known ones. */
function pick<T extends object>(value: T, known: readonly string[]): T {
  const entries = Object.entries(value).filter(([key]) => known.includes(key));
  return Object.assign(Object.create(Object.getPrototypeOf(value)), Object.fromEntries(entries));
}

const SPEC_FIELDS = [
  'size',
  'architecture',
  'region',
  'userData',
  'tags',
  'spotInstance',
  'idempotencyKey',
  'expiresAt',
  'providerOptions',
];

/** A provider that mends a spec before it checks it. */
function mending(mend: (input: InstanceSpec) => InstanceSpec) {
  return class extends HonestProvider {
    protected override parseSpec(input: InstanceSpec) {
      const isSpec = typeof input === 'object' && input !== null && !Array.isArray(input);
      return super.parseSpec(isSpec ? mend(input) : input);
    }
  };
}

export const inputDefects: readonly Defect[] = [
  {
    name: 'takes any size for a small one',
    about: 'a spec with a wrong field is refused by name',
    Provider: mending((spec) =>
      ['small', 'medium', 'large'].includes(spec.size) ? spec : { ...spec, size: 'small' },
    ),
  },
  {
    name: 'takes a lease that is over',
    about: 'a spec with a wrong field is refused by name',
    Provider: class extends HonestProvider {
      protected override parseSpec(input: InstanceSpec) {
        const { expiresAt, ...rest } = input ?? {};
        const over = expiresAt instanceof Date && expiresAt.getTime() < this.clock.now();
        return super.parseSpec(over ? rest : input);
      }
    },
  },
  {
    name: 'takes null for a spec',
    about: 'what is no spec is refused',
    Provider: class extends HonestProvider {
      protected override parseSpec(input: InstanceSpec) {
        return super.parseSpec(input ?? { size: 'small', architecture: 'amd64' });
      }
    },
  },
  {
    name: 'drops tags with reserved keys',
    about: 'wrong tags are refused by name',
    Provider: mending((spec) => {
      const tags = spec.tags;
      if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return spec;
      const kept = Object.entries(tags).filter(([key]) => !key.startsWith('stagely'));
      return { ...spec, tags: Object.fromEntries(kept) };
    }),
  },
  {
    name: 'does not hear of unknown fields',
    about: 'unknown fields of a spec are refused by name',
    Provider: mending((spec) => pick(spec, SPEC_FIELDS)),
  },
  {
    name: 'does not hear of unknown options of its own',
    about: 'unknown fields of a spec are refused by name',
    Provider: mending((spec) => {
      const own = spec.providerOptions?.['tiny'];
      return own !== undefined && Object.hasOwn(own, 'noSuchOption')
        ? { ...spec, providerOptions: {} }
        : spec;
    }),
  },
  {
    name: 'takes an unknown region for a failure of the network',
    about: 'a region that the cloud lacks is refused',
    Provider: class extends HonestProvider {
      protected override async requestLaunch(launch: Launch, operation: Operation) {
        try {
          return await super.requestLaunch(launch, operation);
        } catch (error) {
          if (!(error instanceof InvalidInputError)) throw error;
          throw new NetworkFailureError('tiny: createInstance failed.', operation);
        }
      }
    },
  },
  {
    name: 'makes a machine where it can when a region is unknown',
    about: 'a region that the cloud lacks is refused',
    Provider: class extends HonestProvider {
      protected override requestLaunch(launch: Launch, operation: Operation) {
        const region = launch.region === 'south' ? 'south' : 'north';
        return super.requestLaunch({ ...launch, region }, operation);
      }
    },
  },
  {
    name: 'does not look at its options',
    about: 'wrong call options are refused before any request',
    also: ['optional operations check their input and their signal like the others'],
    Provider: class extends HonestProvider {
      protected override parseOptions(options: CallOptions | undefined, operation: Operation) {
        const signal = options?.signal;
        return super.parseOptions(signal instanceof AbortSignal ? { signal } : {}, operation);
      }
    },
  },
  {
    name: 'does not hear of unknown fields of a filter',
    about: 'wrong filters are refused before any request',
    Provider: class extends HonestProvider {
      protected override parseFilter(filter: InstanceFilter | undefined, operation: Operation) {
        const known = ['tags', 'idempotencyKey', 'region', 'includeTerminated'];
        const mended = typeof filter === 'object' && filter !== null ? pick(filter, known) : filter;
        return super.parseFilter(mended, operation);
      }
    },
  },
  {
    name: 'takes text for a lease',
    about: 'what is no lease is refused before any request',
    Provider: class extends HonestProvider {
      override async setExpiry(...args: Parameters<HonestProvider['setExpiry']>) {
        const [instanceId, expiresAt, options] = args;
        const date = typeof expiresAt === 'string' ? new Date('2027-01-01') : expiresAt;
        await super.setExpiry(instanceId, date, options);
      }
    },
  },
];
