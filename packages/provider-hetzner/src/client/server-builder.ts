import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from './api-connection.js';
import { toAction } from './convert/to-action.js';
import { toServer } from './convert/to-server.js';
import type { HetznerAction } from './resources/action.js';
import type { HetznerServer } from './resources/server.js';
import { actionSchema, type WireAction } from './wire/action-schema.js';
import { serverSchema } from './wire/server-schema.js';

/** Something of the API's: its name, its id, or what an endpoint answered. */
export type Reference = string | number | { readonly id?: number; readonly name?: string | null };

/** What came of a create request. The root password is left out, because nobody should have it lying about. */
export interface CreatedServer {
  readonly server: HetznerServer;
  readonly action: HetznerAction;
  /** What follows, such as the start. */
  readonly nextActions: readonly HetznerAction[];
}

const createdSchema = v.object({
  server: serverSchema,
  action: actionSchema,
  next_actions: v.optional(v.array(actionSchema), []),
});

/** Puts a create request together, word by word; `create()` sends it. */
export class ServerBuilder {
  readonly #connection: ApiConnection;
  #name: string;
  #serverType: Reference | undefined;
  #image: Reference | undefined;
  #location: Reference | undefined;
  #startAfterCreate = true;
  #userData: string | undefined;
  #labels: Readonly<Record<string, string>> = {};
  #publicNet: { readonly enableIPv4: boolean; readonly enableIPv6: boolean } | undefined;
  readonly #sshKeys: Reference[] = [];
  readonly #networks: number[] = [];
  readonly #firewalls: number[] = [];

  constructor(connection: ApiConnection, name: string) {
    this.#connection = connection;
    this.#name = name;
  }

  /** A host name, unique in the project. */
  name(name: string): this {
    this.#name = name;
    return this;
  }

  serverType(serverType: Reference): this {
    this.#serverType = serverType;
    return this;
  }

  /** By id, because a name belongs to one image for each architecture. */
  image(image: Reference): this {
    this.#image = image;
    return this;
  }

  location(location: Reference): this {
    this.#location = location;
    return this;
  }

  /** Default: true. */
  startAfterCreate(startAfterCreate: boolean): this {
    this.#startAfterCreate = startAfterCreate;
    return this;
  }

  /** Adds a key. Without any, Hetzner makes a root password. */
  sshKey(sshKey: Reference): this {
    this.#sshKeys.push(sshKey);
    return this;
  }

  /** Cloud-init text of at most 32 KiB. */
  userData(userData: string): this {
    this.#userData = userData;
    return this;
  }

  labels(labels: Readonly<Record<string, string>>): this {
    this.#labels = labels;
    return this;
  }

  /** Adds a private network. */
  network(network: number | { readonly id: number }): this {
    this.#networks.push(idOf(network));
    return this;
  }

  /** Adds a firewall. */
  firewall(firewall: number | { readonly id: number }): this {
    this.#firewalls.push(idOf(firewall));
    return this;
  }

  /** Which public addresses the server gets. Default: both. */
  publicNet(publicNet: { readonly enableIPv4: boolean; readonly enableIPv6: boolean }): this {
    this.#publicNet = publicNet;
    return this;
  }

  /** @throws HetznerAPIError, HetznerConnectionError; RangeError without a server type or an image */
  async create(options?: RequestOptions): Promise<CreatedServer> {
    const created = await this.#connection.request(
      createdSchema,
      { method: 'POST', path: 'servers', body: this.#body(), secrets: [this.#userData] },
      options,
    );
    const read = (action: WireAction) => toAction(action, (text) => this.#connection.redact(text));
    return {
      server: toServer(created.server),
      action: read(created.action),
      nextActions: created.next_actions.map(read),
    };
  }

  #body(): object {
    if (this.#serverType === undefined) throw new RangeError('A server type is required.');
    if (this.#image === undefined) throw new RangeError('An image is required.');
    return {
      name: this.#name,
      server_type: toText(this.#serverType),
      location: this.#location === undefined ? undefined : toText(this.#location),
      start_after_create: this.#startAfterCreate,
      image: toText(this.#image),
      ssh_keys: this.#sshKeys.map(toText),
      user_data: this.#userData,
      networks: this.#networks,
      labels: this.#labels,
      ...(this.#firewalls.length === 0
        ? {}
        : { firewalls: this.#firewalls.map((firewall) => ({ firewall })) }),
      ...(this.#publicNet === undefined
        ? {}
        : {
            public_net: {
              enable_ipv4: this.#publicNet.enableIPv4,
              enable_ipv6: this.#publicNet.enableIPv6,
            },
          }),
    };
  }
}

/** The API takes names and ids as texts. */
function toText(reference: Reference): string {
  if (typeof reference !== 'object') return String(reference);
  return String(reference.id ?? reference.name);
}

function idOf(resource: number | { readonly id: number }): number {
  return typeof resource === 'number' ? resource : resource.id;
}
