import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toServerType } from '../convert/to-server-type.js';
import { Pagination } from '../pagination.js';
import type { HetznerServerType } from '../resources/server-type.js';
import { toQuery } from '../to-query.js';
import { metaSchema } from '../wire/page-schema.js';
import { serverTypeSchema } from '../wire/server-type-schema.js';
import type { PageParameters } from './page-parameters.js';

const listSchema = v.object({ server_types: v.array(serverTypeSchema), meta: metaSchema });

export interface ServerTypeListParameters extends PageParameters {
  name?: string | undefined;
}

export interface ServerTypeList extends Pagination<ServerTypeList> {
  readonly serverTypes: readonly HetznerServerType[];
}

export class ServerTypesEndpoint {
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
  }

  async list(
    parameters: ServerTypeListParameters = {},
    options?: RequestOptions,
  ): Promise<ServerTypeList> {
    const { server_types, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: 'server_types', query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, { serverTypes: server_types.map(toServerType) });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerServerType> {
    const { server_type } = await this.#connection.request(
      v.object({ server_type: serverTypeSchema }),
      { method: 'GET', path: `server_types/${id}` },
      options,
    );
    return toServerType(server_type);
  }
}
