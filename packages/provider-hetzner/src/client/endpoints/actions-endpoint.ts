import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toAction } from '../convert/to-action.js';
import { Pagination } from '../pagination.js';
import type { HetznerAction } from '../resources/action.js';
import { toQuery } from '../to-query.js';
import { actionSchema, type WireAction } from '../wire/action-schema.js';
import { metaSchema } from '../wire/page-schema.js';
import type { PageParameters } from './page-parameters.js';

const listSchema = v.object({ actions: v.array(actionSchema), meta: metaSchema });

export interface ActionListParameters extends PageParameters {
  /** Required by `client.actions.list` since January 2025: there is no listing of all actions. */
  id?: number | readonly number[] | undefined;
  /** `running`, `success`, `error`. */
  status?: string | readonly string[] | undefined;
}

export interface ActionList extends Pagination<ActionList> {
  readonly actions: readonly HetznerAction[];
}

/** Actions of the project, or with `path` those of one server. */
export class ActionsEndpoint {
  readonly #connection: ApiConnection;
  readonly #path: string;

  constructor(connection: ApiConnection, path = 'actions') {
    this.#connection = connection;
    this.#path = path;
  }

  async list(parameters: ActionListParameters = {}, options?: RequestOptions): Promise<ActionList> {
    const { actions, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: this.#path, query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, {
      actions: actions.map((action) => this.#read(action)),
    });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerAction> {
    const { action } = await this.#connection.request(
      v.object({ action: actionSchema }),
      { method: 'GET', path: `${this.#path}/${id}` },
      options,
    );
    return this.#read(action);
  }

  #read(action: WireAction): HetznerAction {
    return toAction(action, (text) => this.#connection.redact(text));
  }
}
