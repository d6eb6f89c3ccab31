import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toPrimaryIP } from '../convert/to-primary-ip.js';
import { Pagination } from '../pagination.js';
import type { HetznerPrimaryIP } from '../resources/primary-ip.js';
import { toQuery } from '../to-query.js';
import { metaSchema } from '../wire/page-schema.js';
import { primaryIPSchema } from '../wire/primary-ip-schema.js';
import type { PageParameters } from './page-parameters.js';

const listSchema = v.object({ primary_ips: v.array(primaryIPSchema), meta: metaSchema });
const oneSchema = v.object({ primary_ip: primaryIPSchema });

export interface PrimaryIPListParameters extends PageParameters {
  name?: string | undefined;
  ip?: string | undefined;
  labelSelector?: string | undefined;
}

/** What can be changed of a primary IP; labels are replaced as a whole. */
export interface PrimaryIPChanges {
  name?: string | undefined;
  autoDelete?: boolean | undefined;
  labels?: Readonly<Record<string, string>> | undefined;
}

export interface PrimaryIPList extends Pagination<PrimaryIPList> {
  readonly primaryIPs: readonly HetznerPrimaryIP[];
}

export class PrimaryIPsEndpoint {
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
  }

  async list(
    parameters: PrimaryIPListParameters = {},
    options?: RequestOptions,
  ): Promise<PrimaryIPList> {
    const { primary_ips, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: 'primary_ips', query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, { primaryIPs: primary_ips.map(toPrimaryIP) });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerPrimaryIP> {
    const path = `primary_ips/${id}`;
    const answer = await this.#connection.request(oneSchema, { method: 'GET', path }, options);
    return toPrimaryIP(answer.primary_ip);
  }

  async update(
    id: number,
    { name, autoDelete, labels }: PrimaryIPChanges,
    options?: RequestOptions,
  ): Promise<HetznerPrimaryIP> {
    const body = { name, auto_delete: autoDelete, labels };
    const answer = await this.#connection.request(
      oneSchema,
      { method: 'PUT', path: `primary_ips/${id}`, body },
      options,
    );
    return toPrimaryIP(answer.primary_ip);
  }

  async delete(id: number, options?: RequestOptions): Promise<void> {
    const path = `primary_ips/${id}`;
    await this.#connection.request(v.unknown(), { method: 'DELETE', path }, options);
  }
}
