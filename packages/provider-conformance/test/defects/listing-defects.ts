import {
  type InstanceFilter,
  type InstanceSpec,
  InvalidInputError,
  type ListedInstance,
} from '@stagely/core';
import { HonestProvider } from '../honest-provider.js';
import type { ShownMachine } from '../tiny-client.js';
import type { Defect } from './defect.js';

type Tags = Readonly<Record<string, string>>;

/** A provider that changes tags on their way to the cloud. */
function changingTags(change: (tags: [string, string][]) => [string, string][]) {
  return class extends HonestProvider {
    protected override encodeTags(tags: Tags) {
      return Object.fromEntries(change(Object.entries(tags)));
    }
  };
}

/** A provider whose filter does not see some of its fields. */
function ignoring(...fields: (keyof InstanceFilter)[]) {
  return class extends HonestProvider {
    protected override letsThrough(filter: InstanceFilter, listed: ListedInstance) {
      const seen = { ...filter };
      for (const field of fields) delete seen[field];
      return super.letsThrough(seen, listed);
    }
  };
}

export const listingDefects: readonly Defect[] = [
  {
    name: 'lists machines that have ended',
    about: 'live machines are listed once each, ended ones are not',
    Provider: class extends HonestProvider {
      protected override letsThrough(filter: InstanceFilter, listed: ListedInstance) {
        return super.letsThrough({ ...filter, includeTerminated: true }, listed);
      }
    },
  },
  {
    name: 'lists machines twice',
    about: 'live machines are listed once each, ended ones are not',
    Provider: class extends HonestProvider {
      override async *listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        for await (const listed of super.listInstances(...args)) {
          yield listed;
          yield listed;
        }
      }
    },
  },
  {
    name: 'says of listed machines that they are all running',
    about: 'a listing with ended machines tells them from live ones',
    Provider: class extends HonestProvider {
      override async *listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        for await (const listed of super.listInstances(...args)) {
          yield { ...listed, state: 'running' as const };
        }
      }
    },
  },
  {
    name: 'lists machines without their address',
    about: 'a listing agrees with the status of each machine',
    Provider: class extends HonestProvider {
      override async *listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        for await (const { publicIp: _, ...listed } of super.listInstances(...args)) yield listed;
      }
    },
  },
  {
    name: 'begins to list before anybody reads',
    about: 'a listing makes no request before it is read',
    Provider: class extends HonestProvider {
      override listInstances(...args: Parameters<HonestProvider['listInstances']>) {
        const operation = { provider: this.name, operation: 'listInstances' };
        if (args[0] === undefined && args[1] === undefined) {
          this.listMachines(operation)
            .next()
            .catch(() => undefined);
        }
        return super.listInstances(...args);
      }
    },
  },
  {
    name: 'lists the machines of other programs',
    about: 'machines of others are not listed',
    Provider: class extends HonestProvider {
      protected override toListed(machine: ShownMachine) {
        const { region, type: instanceType, labels: tags } = machine;
        return super.toListed(machine) ?? { ...this.toStatus(machine), region, instanceType, tags };
      }
    },
  },
  {
    name: 'loses tags',
    about: 'plain tags come back as they went in',
    also: [
      'a filter by tags lets through the machines that carry all of them',
      'awkward keys of tags come back or are refused by name',
      'awkward values of tags come back or are refused by name',
      'filters are combined',
      'forty tags come back or are refused by name',
      'long tags come back or are refused by name',
      'tags may be called like members of every object',
    ],
    Provider: changingTags(() => []),
  },
  {
    name: 'shows tags of its own among the user’s',
    about: 'plain tags come back as they went in',
    also: [
      'awkward keys of tags come back or are refused by name',
      'awkward values of tags come back or are refused by name',
      'forty tags come back or are refused by name',
      'long tags come back or are refused by name',
      'tags may be called like members of every object',
    ],
    Provider: class extends HonestProvider {
      protected override toListed(machine: ShownMachine) {
        const listed = super.toListed(machine);
        return listed && { ...listed, tags: { ...listed.tags, provider: this.name } };
      }
    },
  },
  {
    name: 'mangles the values of tags',
    about: 'awkward values of tags come back or are refused by name',
    Provider: changingTags((tags) => tags.map(([key, value]) => [key, value.trim()])),
  },
  {
    name: 'drops tags without a value',
    about: 'awkward values of tags come back or are refused by name',
    Provider: changingTags((tags) => tags.filter(([, value]) => value !== '')),
  },
  {
    name: 'mangles the keys of tags',
    about: 'awkward keys of tags come back or are refused by name',
    Provider: changingTags((tags) => tags.map(([key, value]) => [key.replaceAll(' ', '-'), value])),
  },
  {
    name: 'takes keys of tags that differ in case for one',
    about: 'awkward keys of tags come back or are refused by name',
    Provider: changingTags((tags) =>
      tags.map(([key, value]) => [key === key.toUpperCase() ? key.toLowerCase() : key, value]),
    ),
  },
  {
    name: 'loses tags that are called like members of objects',
    about: 'tags may be called like members of every object',
    Provider: class extends HonestProvider {
      protected override encodeTags(tags: Tags) {
        const encoded: Record<string, string> = {};
        for (const [key, value] of Object.entries(tags)) encoded[key] = value;
        return encoded;
      }
    },
  },
  {
    name: 'keeps twenty tags',
    about: 'forty tags come back or are refused by name',
    Provider: changingTags((tags) => tags.slice(0, 20)),
  },
  {
    name: 'cuts long tags off',
    about: 'long tags come back or are refused by name',
    Provider: changingTags((tags) => tags.map(([key, value]) => [key, value.slice(0, 200)])),
  },
  {
    name: 'refuses tags without saying which',
    about: 'awkward keys of tags come back or are refused by name',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        if (Object.keys(spec.tags).every((key) => /^[\w%:. -]+$/.test(key))) return spec;
        const issues = [{ path: 'spec.tags', message: 'must be plain' }];
        throw new InvalidInputError('tiny: bad tags.', { ...this.creationOf(spec), issues });
      }
    },
  },
  {
    name: 'finds out from the cloud that tags do not fit',
    about: 'long tags come back or are refused by name',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const spec = await super.parseSpec(input);
        const long = Object.keys(spec.tags).filter((key) => key.length > 100);
        if (long.length === 0) return spec;
        await this.validateCredentials();
        const issues = long.map((key) => ({
          path: `spec.tags.${key}`,
          message: `"${key}" is long`,
        }));
        throw new InvalidInputError('tiny: long tags.', { ...this.creationOf(spec), issues });
      }
    },
  },
  {
    name: 'does not filter by tags',
    about: 'a filter by tags lets through the machines that carry all of them',
    also: ['filters are combined'],
    Provider: ignoring('tags'),
  },
  {
    name: 'lets through what carries one of several tags',
    about: 'a filter by tags lets through the machines that carry all of them',
    Provider: class extends HonestProvider {
      protected override letsThrough(filter: InstanceFilter, listed: ListedInstance) {
        const { tags, ...rest } = filter;
        const wanted = Object.entries(tags ?? {});
        const one = wanted.some(([key, value]) => listed.tags[key] === value);
        return super.letsThrough(rest, listed) && (wanted.length === 0 || one);
      }
    },
  },
  {
    name: 'does not filter by key',
    about: 'a filter by key lets through the machine of the key',
    also: ['filters are combined'],
    Provider: ignoring('idempotencyKey'),
  },
  {
    name: 'does not filter by region',
    about: 'a filter by region lets through the machines in that region',
    Provider: ignoring('region'),
  },
  {
    name: 'lists the region of the credentials only',
    about: 'a filter by region lets through the machines in that region',
    also: ['a machine is made in the region that the spec names'],
    Provider: class extends HonestProvider {
      protected override letsThrough(filter: InstanceFilter, listed: ListedInstance) {
        return super.letsThrough({ region: 'north', ...filter }, listed);
      }
    },
  },
  {
    name: 'goes by one part of a filter only',
    about: 'filters are combined',
    Provider: class extends HonestProvider {
      protected override letsThrough(filter: InstanceFilter, listed: ListedInstance) {
        const { idempotencyKey, ...rest } = filter;
        const one = idempotencyKey === undefined ? rest : { idempotencyKey };
        return super.letsThrough(one, listed);
      }
    },
  },
];
