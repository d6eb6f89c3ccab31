import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toAction } from '../convert/to-action.js';
import type { HetznerAction } from '../resources/action.js';
import { actionSchema } from '../wire/action-schema.js';
import { type ActionList, type ActionListParameters, ActionsEndpoint } from './actions-endpoint.js';

/** What is done to a server, and was. Each command answers with the action to wait for. */
export class ServerActionsEndpoint {
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
  }

  list(
    serverId: number,
    parameters?: ActionListParameters,
    options?: RequestOptions,
  ): Promise<ActionList> {
    return this.#of(serverId).list(parameters, options);
  }

  get(serverId: number, actionId: number, options?: RequestOptions): Promise<HetznerAction> {
    return this.#of(serverId).get(actionId, options);
  }

  powerOn(serverId: number, options?: RequestOptions): Promise<HetznerAction> {
    return this.#command(serverId, 'poweron', undefined, options);
  }

  /** Cuts the power. */
  powerOff(serverId: number, options?: RequestOptions): Promise<HetznerAction> {
    return this.#command(serverId, 'poweroff', undefined, options);
  }

  /** Asks the operating system to shut down; the action says that it was asked. */
  shutdown(serverId: number, options?: RequestOptions): Promise<HetznerAction> {
    return this.#command(serverId, 'shutdown', undefined, options);
  }

  reboot(serverId: number, options?: RequestOptions): Promise<HetznerAction> {
    return this.#command(serverId, 'reboot', undefined, options);
  }

  reset(serverId: number, options?: RequestOptions): Promise<HetznerAction> {
    return this.#command(serverId, 'reset', undefined, options);
  }

  /** Both must be the same in the end. */
  changeProtection(
    serverId: number,
    protection: { delete?: boolean | undefined; rebuild?: boolean | undefined },
    options?: RequestOptions,
  ): Promise<HetznerAction> {
    return this.#command(serverId, 'change_protection', protection, options);
  }

  #of(serverId: number): ActionsEndpoint {
    return new ActionsEndpoint(this.#connection, `servers/${serverId}/actions`);
  }

  async #command(
    serverId: number,
    command: string,
    body: object | undefined,
    options: RequestOptions | undefined,
  ): Promise<HetznerAction> {
    const { action } = await this.#connection.request(
      v.object({ action: actionSchema }),
      { method: 'POST', path: `servers/${serverId}/actions/${command}`, body },
      options,
    );
    return toAction(action, (text) => this.#connection.redact(text));
  }
}
