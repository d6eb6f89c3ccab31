import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toAction } from '../convert/to-action.js';
import { toServer } from '../convert/to-server.js';
import { Pagination } from '../pagination.js';
import type { HetznerAction } from '../resources/action.js';
import type { HetznerServer } from '../resources/server.js';
import { ServerBuilder } from '../server-builder.js';
import { toQuery } from '../to-query.js';
import { actionSchema } from '../wire/action-schema.js';
import { metaSchema } from '../wire/page-schema.js';
import { serverSchema } from '../wire/server-schema.js';
import type { PageParameters } from './page-parameters.js';
import { ServerActionsEndpoint } from './server-actions-endpoint.js';

const listSchema = v.object({ servers: v.array(serverSchema), meta: metaSchema });
const oneSchema = v.object({ server: serverSchema });

export interface ServerListParameters extends PageParameters {
  /** Exact; names are unique in a project. */
  name?: string | undefined;
  /** `env=test,role in (web,job)`. */
  labelSelector?: string | undefined;
  status?: string | readonly string[] | undefined;
}

/** What can be changed of a server; labels are replaced as a whole. */
export interface ServerChanges {
  name?: string | undefined;
  labels?: Readonly<Record<string, string>> | undefined;
}

export interface ServerList extends Pagination<ServerList> {
  readonly servers: readonly HetznerServer[];
}

export class ServersEndpoint {
  readonly actions: ServerActionsEndpoint;
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
    this.actions = new ServerActionsEndpoint(connection);
  }

  async list(parameters: ServerListParameters = {}, options?: RequestOptions): Promise<ServerList> {
    const { servers, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: 'servers', query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, { servers: servers.map(toServer) });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerServer> {
    const path = `servers/${id}`;
    const { server } = await this.#connection.request(oneSchema, { method: 'GET', path }, options);
    return toServer(server);
  }

  build(name: string): ServerBuilder {
    return new ServerBuilder(this.#connection, name);
  }

  async update(
    id: number,
    { name, labels }: ServerChanges,
    options?: RequestOptions,
  ): Promise<HetznerServer> {
    const { server } = await this.#connection.request(
      oneSchema,
      { method: 'PUT', path: `servers/${id}`, body: { name, labels } },
      options,
    );
    return toServer(server);
  }

  changeName(id: number, name: string, options?: RequestOptions): Promise<HetznerServer> {
    return this.update(id, { name }, options);
  }

  /** Replaces all labels. */
  changeLabels(
    id: number,
    labels: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<HetznerServer> {
    return this.update(id, { labels }, options);
  }

  async delete(id: number, options?: RequestOptions): Promise<HetznerAction> {
    const { action } = await this.#connection.request(
      v.object({ action: actionSchema }),
      { method: 'DELETE', path: `servers/${id}` },
      options,
    );
    return toAction(action, (text) => this.#connection.redact(text));
  }
}
