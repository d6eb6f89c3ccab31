import { ApiError } from '../../emulator/api-error.js';
import { Ipv4Sequence } from '../../random/ipv4-sequence.js';
import { parseArgument } from '../../validation/parse-argument.js';
import {
  type BehaviourChanges,
  behaviourSchema,
  changeBehaviour,
  type HetznerBehaviour,
} from '../behaviour.js';
import type { HetznerCatalogue } from '../catalogue/catalogue.js';
import type { Image } from '../catalogue/images.js';
import { createSshKey } from '../commands/create-ssh-key.js';
import { releaseServer } from '../commands/release-server.js';
import { DEFAULT_PROJECT } from '../credentials.js';
import { renderTime } from '../wire/render-time.js';
import type { HetznerAccount } from './account.js';
import type { PlannedFailure } from './action.js';
import { type PlantedServer, plantServer } from './plant-server.js';
import type { PrimaryIp } from './primary-ip.js';
import type { Server, ServerStatus } from './server.js';
import { describeServer, type ServerRecord } from './server-record.js';

/** Which project something is done in. Default: `default`. */
export interface InProject {
  readonly project?: string | undefined;
}

/** The ground truth of the emulated Hetzner Cloud, and the means to arrange it. */
export class HetznerState {
  /** What the API works on; for tests there are the methods. */
  readonly account: HetznerAccount;

  constructor(account: HetznerAccount) {
    this.account = account;
  }

  /** Types, images and locations: stock, deprecations, prices. */
  get catalogue(): HetznerCatalogue {
    return this.account.catalogue;
  }

  get behaviour(): HetznerBehaviour {
    return this.account.behaviour;
  }

  /**
   * Changes some of the behaviour from now on.
   *
   * @throws InvalidInputError
   */
  setBehaviour(changes: BehaviourChanges): void {
    parseArgument(behaviourSchema, changes, {
      operation: 'Setting the behaviour of the hetzner emulator',
      argumentName: 'changes',
    });
    this.account.behaviour = changeBehaviour(this.account.behaviour, changes);
  }

  /** Refuses all writes with 403 `maintenance`, or no longer. */
  setMaintenance(on: boolean): void {
    this.account.inMaintenance = on;
  }

  /** Every server there ever was, of all projects or of one, in the order of creation. */
  servers({ project }: InProject = {}): readonly ServerRecord[] {
    const now = this.#now();
    return Array.from(this.account.allServers.values(), (server) =>
      describeServer(server, now),
    ).filter((server) => project === undefined || server.project === project);
  }

  /** One server, also when it is gone. */
  server(id: number): ServerRecord | undefined {
    const server = this.account.allServers.get(id);
    return server && describeServer(server, this.#now());
  }

  /** The addresses there are, assigned or not, by name, address and server. */
  primaryIps({ project = DEFAULT_PROJECT }: InProject = {}) {
    const now = this.#now();
    const records = [];
    for (const { item } of this.account.project(project).primaryIps.scan()) {
      records.push(describePrimaryIp(item, now));
    }
    return records;
  }

  /**
   * Adds a server that nobody created through the API, past all limits.
   *
   * @throws RangeError when its type or location does not exist, or its name is taken
   */
  plantServer(server: PlantedServer, { project = DEFAULT_PROJECT }: InProject = {}): ServerRecord {
    const planted = plantServer(this.account, this.account.project(project), server);
    return describeServer(planted, this.#now());
  }

  /**
   * Lets a server vanish at once, without an action, as if somebody else had deleted it.
   *
   * @throws RangeError when there is no such server; so do all methods that take a server's id
   */
  vanishServer(id: number): void {
    const server = this.#existing(id);
    const now = this.#now();
    releaseServer(this.account, this.account.project(server.project), server, now, now);
  }

  /** Locks a server for a time, without an action. */
  lockServer(id: number, forMs: number): void {
    const now = this.#now();
    this.#existing(id).locked.plan({ from: now, value: true }, { from: now + forMs, value: false });
  }

  unlockServer(id: number): void {
    this.#existing(id).locked.plan({ from: this.#now(), value: false });
  }

  /** Protects a server from deletion and rebuilding, or no longer. */
  protectServer(id: number, on = true): void {
    this.#existing(id).protected.plan({ from: this.#now(), value: on });
  }

  /** Gives a server a status such as `migrating` or `unknown`, for ever or until it has its old one again. */
  setServerStatus(id: number, status: ServerStatus, { forMs }: { forMs?: number } = {}): void {
    const server = this.#existing(id);
    const now = this.#now();
    const before = server.status.at(now);
    server.status.plan({ from: now, value: status });
    if (forMs !== undefined) server.status.plan({ from: now + forMs, value: before });
  }

  /** Whether the operating system of a server reacts to `shutdown` and `reboot`. */
  setObeysShutdown(id: number, obeys: boolean): void {
    this.#existing(id).obeysShutdown = obeys;
  }

  /** Shows the public addresses of a server after a time; `Infinity` hides them for good. */
  showAddresses(id: number, { afterMs }: { readonly afterMs: number }): void {
    this.#existing(id).addressAt = this.#now() + afterMs;
  }

  /**
   * Makes coming actions end in `error`: `create_server`, `start_server`, `delete_server` and so on. They
   * have no effect then.
   *
   * A failed `create_server` leaves a server that is off, or none with `removesServer`.
   */
  failNextAction(
    command: string,
    failure: Omit<PlannedFailure, 'removesServer'> & {
      readonly removesServer?: boolean | undefined;
    },
    {
      times = 1,
      project = DEFAULT_PROJECT,
    }: InProject & { readonly times?: number | undefined } = {},
  ): void {
    const { code, message, removesServer = false } = failure;
    this.account
      .project(project)
      .plannedFailures.add(command, { code, message, removesServer }, times);
  }

  /**
   * Adds an SSH key.
   *
   * @throws RangeError when it is no key, or its name or itself is there already
   */
  addSshKey(
    key: { name: string; publicKey: string; labels?: Readonly<Record<string, string>> },
    { project = DEFAULT_PROJECT }: InProject = {},
  ): number {
    const labels = new Map(Object.entries(key.labels ?? {}));
    try {
      return createSshKey(this.account, this.account.project(project), { ...key, labels }).id;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      throw new RangeError(`The SSH key ${key.name} cannot be added: ${cause.message}.`, { cause });
    }
  }

  /** Adds a snapshot, or a backup with `boundTo`; what is left out is as on an Ubuntu server. */
  addImage(
    image: Partial<Omit<Image, 'id'>> = {},
    { project = DEFAULT_PROJECT }: InProject = {},
  ): number {
    const id = this.account.ids.next();
    this.account.project(project).images.set(id, {
      id,
      type: 'snapshot',
      status: 'available',
      name: null,
      description: 'snapshot',
      imageSize: 1.2,
      diskSize: 40,
      created: renderTime(this.#now()),
      createdFrom: null,
      boundTo: null,
      osFlavor: 'ubuntu',
      osVersion: '24.04',
      rapidDeploy: false,
      protected: false,
      deprecated: null,
      labels: new Map<string, string>(),
      architecture: 'x86',
      ...image,
    });
    return id;
  }

  /** Adds a network that servers can be created in, such as `10.0.0.0/16`; the API of networks is not emulated. */
  addNetwork(
    { name, ipRange }: { name: string; ipRange: string },
    { project = DEFAULT_PROJECT }: InProject = {},
  ): number {
    const id = this.account.ids.next();
    const addresses = new Ipv4Sequence(ipRange);
    // The first address is the gateway's.
    addresses.next();
    this.account.project(project).networks.set(id, { id, name, ipRange, addresses });
    return id;
  }

  /** Adds a firewall that servers can be created with; the API of firewalls is not emulated. */
  addFirewall({ project = DEFAULT_PROJECT }: InProject = {}): number {
    const id = this.account.ids.next();
    this.account.project(project).firewalls.add(id);
    return id;
  }

  #existing(id: number): Server {
    const server = this.account.allServers.get(id);
    if (server === undefined || server.goneAt <= this.#now()) {
      throw new RangeError(`There is no server ${id}.`);
    }
    return server;
  }

  #now(): number {
    return this.account.context.clock.now();
  }
}

function describePrimaryIp({ id, type, ip, name, autoDelete, assignee }: PrimaryIp, now: number) {
  return {
    id,
    type,
    ip,
    name: name.latest,
    autoDelete: autoDelete.latest,
    assigneeId: assignee.at(now),
  };
}
