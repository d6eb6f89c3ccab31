import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toSSHKey } from '../convert/to-ssh-key.js';
import { Pagination } from '../pagination.js';
import type { HetznerSSHKey } from '../resources/ssh-key.js';
import { toQuery } from '../to-query.js';
import { metaSchema } from '../wire/page-schema.js';
import { sshKeySchema } from '../wire/ssh-key-schema.js';
import type { PageParameters } from './page-parameters.js';

const listSchema = v.object({ ssh_keys: v.array(sshKeySchema), meta: metaSchema });
const oneSchema = v.object({ ssh_key: sshKeySchema });

export interface SSHKeyListParameters extends PageParameters {
  name?: string | undefined;
  fingerprint?: string | undefined;
  labelSelector?: string | undefined;
}

export interface SSHKeyList extends Pagination<SSHKeyList> {
  readonly sshKeys: readonly HetznerSSHKey[];
}

export class SSHKeysEndpoint {
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
  }

  async list(parameters: SSHKeyListParameters = {}, options?: RequestOptions): Promise<SSHKeyList> {
    const { ssh_keys, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: 'ssh_keys', query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, { sshKeys: ssh_keys.map(toSSHKey) });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerSSHKey> {
    const path = `ssh_keys/${id}`;
    const answer = await this.#connection.request(oneSchema, { method: 'GET', path }, options);
    return toSSHKey(answer.ssh_key);
  }

  async create(name: string, publicKey: string, options?: RequestOptions): Promise<HetznerSSHKey> {
    const body = { name, public_key: publicKey };
    const answer = await this.#connection.request(
      oneSchema,
      { method: 'POST', path: 'ssh_keys', body },
      options,
    );
    return toSSHKey(answer.ssh_key);
  }

  async changeName(id: number, name: string, options?: RequestOptions): Promise<HetznerSSHKey> {
    const answer = await this.#connection.request(
      oneSchema,
      { method: 'PUT', path: `ssh_keys/${id}`, body: { name } },
      options,
    );
    return toSSHKey(answer.ssh_key);
  }

  async delete(id: number, options?: RequestOptions): Promise<void> {
    const path = `ssh_keys/${id}`;
    await this.#connection.request(v.unknown(), { method: 'DELETE', path }, options);
  }
}
