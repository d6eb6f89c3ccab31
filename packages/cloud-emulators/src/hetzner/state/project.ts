import type { Clock } from '@stagely/core/plugin';
import { IndexedCollection } from '../../storage/indexed-collection.js';
import type { Image } from '../catalogue/images.js';
import type { HetznerQuota } from '../hetzner-cloud.js';
import type { Action } from './action.js';
import { labelKeys } from './label-keys.js';
import { PlannedFailures } from './planned-failures.js';
import type { PrimaryIp } from './primary-ip.js';
import type { PrivateNetwork } from './private-network.js';
import type { Server } from './server.js';
import type { SshKey } from './ssh-key.js';

/** What a token opens: resources that no other project sees. */
export class Project {
  readonly name: string;
  readonly servers: IndexedCollection<number, Server>;
  readonly actions: IndexedCollection<number, Action>;
  readonly primaryIps: IndexedCollection<number, PrimaryIp>;
  readonly sshKeys: IndexedCollection<number, SshKey>;
  /** Snapshots and backups. */
  readonly images = new Map<number, Image>();
  readonly networks = new Map<number, PrivateNetwork>();
  readonly firewalls = new Set<number>();
  readonly plannedFailures = new PlannedFailures();
  readonly #clock: Clock;
  /** Names of servers that are going, and until when they are taken. */
  readonly #reservedNames = new Map<string, number>();

  constructor(name: string, clock: Clock, retainMs: number) {
    this.name = name;
    this.#clock = clock;
    const common = { clock, retainMs, idOf: ({ id }: { readonly id: number }) => id };
    this.servers = new IndexedCollection<number, Server>({
      ...common,
      keysOf: ({ name, labels, type }) => [
        `name:${name.latest}`,
        `cpu:${type.cpuType}`,
        ...labelKeys(labels.latest),
      ],
    });
    this.actions = new IndexedCollection<number, Action>({
      ...common,
      keysOf: ({ resources }) => resources.flatMap(({ type, id }) => [type, `${type}:${id}`]),
    });
    this.primaryIps = new IndexedCollection<number, PrimaryIp>({
      ...common,
      keysOf: ({ name, ip, labels }) => [
        `name:${name.latest}`,
        `ip:${ip}`,
        ...labelKeys(labels.latest),
      ],
    });
    this.sshKeys = new IndexedCollection<number, SshKey>({
      ...common,
      keysOf: ({ name, fingerprint, labels }) => [
        `name:${name.latest}`,
        `fingerprint:${fingerprint}`,
        ...labelKeys(labels.latest),
      ],
    });
  }

  /** How much it has of something that the account may not have without limit. */
  usage(quota: HetznerQuota): number {
    if (quota === 'servers') return this.servers.count();
    if (quota === 'primaryIps') return this.primaryIps.count();
    let cores = 0;
    for (const { item } of this.servers.scan({ key: 'cpu:dedicated' })) cores += item.type.cores;
    return cores;
  }

  /** Keeps a name from being used again before a time. */
  reserveName(name: string, until: number): void {
    for (const [earlier, freeAt] of this.#reservedNames) {
      if (freeAt > this.#clock.now()) break;
      this.#reservedNames.delete(earlier);
    }
    this.#reservedNames.set(name, until);
  }

  /** Whether a name is taken, for all but the server that has it. */
  isServerNameTaken(name: string, by?: Server): boolean {
    const until = this.#reservedNames.get(name);
    if (until !== undefined && until > this.#clock.now()) return true;
    for (const { item } of this.servers.scan({ key: `name:${name}` })) if (item !== by) return true;
    return false;
  }
}
