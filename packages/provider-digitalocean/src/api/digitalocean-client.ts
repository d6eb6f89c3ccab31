import type { Call } from '@stagely/core/plugin';
import type * as v from 'valibot';
import { type Account, accountSchema } from './account.js';
import { type Action, actionPageSchema, oneActionSchema } from './action.js';
import { ApiConnection, type ApiConnectionOptions } from './api-connection.js';
import type { ApiRequest } from './api-request.js';
import type { CreateDropletRequest } from './create-droplet-request.js';
import {
  createdDropletSchema,
  type Droplet,
  dropletPageSchema,
  oneDropletSchema,
} from './droplet.js';
import { PAGE_SIZE, type Page } from './page.js';
import { type Region, regionPageSchema } from './region.js';
import { type Size, sizePageSchema } from './size.js';
import { type Tag, tagPageSchema } from './tag.js';

/** What a creation is answered with. */
export interface CreatedDroplet {
  readonly droplet: Droplet;
  /** The action that tells whether the creation succeeds. */
  readonly actionId: number | undefined;
}

/** Which droplets to list, and which part of them. */
export interface DropletPageRequest {
  readonly tag?: string;
  /** From 1. */
  readonly page?: number;
  readonly perPage?: number;
}

/** The part of the DigitalOcean API v2 that is of use here, one request a method where nothing else is said. */
export class DigitalOceanClient {
  readonly #connection: ApiConnection;

  constructor(token: string, options: ApiConnectionOptions) {
    this.#connection = new ApiConnection(token, options);
  }

  /** Takes texts, such as user data, out of the errors of every request for as long as some work takes. */
  hiding<T>(texts: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
    return this.#connection.hiding(texts, work);
  }

  /** Its message may stand in one of ours. */
  async readAccount(call: Call): Promise<Account> {
    const request = get('v2/account', ['account:read']);
    const { account } = await this.#connection.read(request, accountSchema, call);
    return { ...account, status_message: this.#connection.print(account.status_message) };
  }

  listDroplets(
    { tag, page = 1, perPage = PAGE_SIZE }: DropletPageRequest,
    call: Call,
  ): Promise<Page<Droplet>> {
    const scopes = ['droplet:read', ...(tag === undefined ? [] : ['tag:read'])];
    const query = { ...(tag === undefined ? {} : { tag_name: tag }), page, per_page: perPage };
    return this.#connection.read(get('v2/droplets', scopes, query), dropletPageSchema, call);
  }

  /** @throws InstanceNotFoundError */
  async readDroplet(id: string, call: Call): Promise<Droplet> {
    const request = { ...get(`v2/droplets/${id}`, ['droplet:read']), subject: 'droplet' } as const;
    return (await this.#connection.read(request, oneDropletSchema, call)).droplet;
  }

  /** Has no signal, because the answer to a creation is always awaited. */
  async createDroplet(
    { body, sizeGiven }: CreateDropletRequest,
    { operation }: Pick<Call, 'operation'>,
  ): Promise<CreatedDroplet> {
    const { ssh_keys, user_data, vpc_uuid } = body;
    const request: ApiRequest = {
      method: 'POST',
      path: 'v2/droplets',
      body,
      subject: 'creation',
      sizeGiven,
      scopes: [
        'droplet:create',
        'tag:create',
        'image:read',
        ...(ssh_keys.length > 0 ? ['ssh_key:read'] : []),
        ...(vpc_uuid === undefined ? [] : ['vpc:read']),
      ],
      userData: user_data,
    };
    const answer = await this.#connection.read(request, createdDropletSchema, { operation });
    const action = answer.links?.actions.find(({ rel }) => rel === 'create');
    return { droplet: answer.droplet, actionId: action?.id };
  }

  /** Resolves when the deletion is accepted. */
  deleteDroplet(id: string, call: Call): Promise<void> {
    return this.#connection.perform(
      {
        method: 'DELETE',
        path: `v2/droplets/${id}`,
        subject: 'droplet',
        scopes: ['droplet:delete'],
      },
      call,
    );
  }

  async readAction(id: number, call: Call): Promise<Action> {
    const request = get(`v2/actions/${id}`, ['actions:read']);
    return (await this.#connection.read(request, oneActionSchema, call)).action;
  }

  /** The last 200 of them. */
  async listActions(dropletId: string, call: Call): Promise<readonly Action[]> {
    const query = { per_page: PAGE_SIZE };
    const path = `v2/droplets/${dropletId}/actions`;
    const request = { ...get(path, ['droplet:read'], query), subject: 'droplet' } as const;
    return (await this.#connection.read(request, actionPageSchema, call)).items;
  }

  /** Makes a request for each page. */
  listSizes(call: Call): Promise<readonly Size[]> {
    return this.#readAll('v2/sizes', ['sizes:read', 'regions:read'], sizePageSchema, call);
  }

  /** Makes a request for each page. */
  listRegions(call: Call): Promise<readonly Region[]> {
    return this.#readAll('v2/regions', ['regions:read'], regionPageSchema, call);
  }

  /** Makes a request for each page. */
  listTags(call: Call): Promise<readonly Tag[]> {
    return this.#readAll('v2/tags', ['tag:read'], tagPageSchema, call);
  }

  /** Makes a tag of the account, if there is none of that name. */
  createTag(name: string, call: Call): Promise<void> {
    return this.#connection.perform(
      {
        method: 'POST',
        path: 'v2/tags',
        body: { name },
        subject: 'account',
        scopes: ['tag:create'],
      },
      call,
    );
  }

  /** Also takes the tag off whatever carries it. */
  deleteTag(name: string, call: Call): Promise<void> {
    return this.#connection.perform(
      { method: 'DELETE', path: `v2/tags/${name}`, subject: 'account', scopes: ['tag:delete'] },
      call,
    );
  }

  /**
   * Puts a tag of the account on a droplet.
   *
   * @throws InstanceNotFoundError when there is no such droplet, or no such tag
   */
  tagDroplet(tag: string, dropletId: string, call: Call): Promise<void> {
    return this.#changeTag('POST', tag, dropletId, call);
  }

  /**
   * Takes a tag of the account off a droplet.
   *
   * @throws InstanceNotFoundError when there is no such droplet, or no such tag
   */
  untagDroplet(tag: string, dropletId: string, call: Call): Promise<void> {
    return this.#changeTag('DELETE', tag, dropletId, call);
  }

  #changeTag(method: 'POST' | 'DELETE', tag: string, dropletId: string, call: Call): Promise<void> {
    return this.#connection.perform(
      {
        method,
        path: `v2/tags/${tag}/resources`,
        body: { resources: [{ resource_id: dropletId, resource_type: 'droplet' }] },
        subject: 'droplet',
        scopes: [method === 'POST' ? 'tag:create' : 'tag:delete', 'droplet:update'],
      },
      call,
    );
  }

  async #readAll<Item>(
    path: string,
    scopes: readonly string[],
    schema: v.GenericSchema<unknown, Page<Item>>,
    call: Call,
  ): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let page = 1; ; page++) {
      const request = get(path, scopes, { page, per_page: PAGE_SIZE });
      const answer = await this.#connection.read(request, schema, call);
      items.push(...answer.items);
      if (!answer.hasNext) return items;
    }
  }
}

function get(
  path: string,
  scopes: readonly string[],
  query: Readonly<Record<string, string | number>> = {},
): ApiRequest {
  return { method: 'GET', path, query, subject: 'account', scopes };
}
