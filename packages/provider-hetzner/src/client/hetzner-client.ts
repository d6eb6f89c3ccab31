import { type Clock, systemClock } from '@stagely/core/plugin';
import { ApiConnection } from './api-connection.js';
import { ActionsEndpoint } from './endpoints/actions-endpoint.js';
import { ImagesEndpoint } from './endpoints/images-endpoint.js';
import { LocationsEndpoint } from './endpoints/locations-endpoint.js';
import { PrimaryIPsEndpoint } from './endpoints/primary-ips-endpoint.js';
import { ServerTypesEndpoint } from './endpoints/server-types-endpoint.js';
import { ServersEndpoint } from './endpoints/servers-endpoint.js';
import { SSHKeysEndpoint } from './endpoints/ssh-keys-endpoint.js';

/** Where the API is. */
export const HETZNER_BASE_URL = 'https://api.hetzner.cloud/v1';

export interface HetznerClientOptions {
  /** An API token of a project. */
  token: string;
  /** With or without a slash at its end. Default: `https://api.hetzner.cloud/v1`. */
  baseURL?: string | undefined;
  /** How long a request may take, in milliseconds. Default: 30,000. */
  timeout?: number | undefined;
  /** Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Measures the time limit. Default: the machine's own clock. */
  clock?: Clock | undefined;
}

/**
 * A client of the Hetzner Cloud API v1 for those who know hcloud-js: endpoints, methods and field names are the same
 * where both have them. Every request is made once, within a time limit, and ends early by `{ signal }`.
 *
 * Every method rejects with a `HetznerAPIError` when the API refuses, with a `HetznerConnectionError` when there is
 * no answer or none that can be read, and with the reason of an aborted signal.
 */
export class HetznerClient {
  readonly actions: ActionsEndpoint;
  readonly images: ImagesEndpoint;
  readonly locations: LocationsEndpoint;
  readonly primaryIPs: PrimaryIPsEndpoint;
  readonly serverTypes: ServerTypesEndpoint;
  readonly servers: ServersEndpoint;
  readonly sshKeys: SSHKeysEndpoint;
  readonly #connection: ApiConnection;

  /** @throws TypeError for a token that no HTTP header can hold */
  constructor(options: string | HetznerClientOptions) {
    const {
      token,
      baseURL = HETZNER_BASE_URL,
      timeout = 30_000,
      fetch = globalThis.fetch,
      clock = systemClock,
    } = typeof options === 'string' ? { token: options } : options;
    const connection = new ApiConnection({ token, baseURL, timeoutMs: timeout, fetch, clock });
    this.#connection = connection;
    this.actions = new ActionsEndpoint(connection);
    this.images = new ImagesEndpoint(connection);
    this.locations = new LocationsEndpoint(connection);
    this.primaryIPs = new PrimaryIPsEndpoint(connection);
    this.serverTypes = new ServerTypesEndpoint(connection);
    this.servers = new ServersEndpoint(connection);
    this.sshKeys = new SSHKeysEndpoint(connection);
  }

  /**
   * Takes texts, such as user data, out of the errors of every request for as long as some work takes. The token
   * always is, and user data while its create request is under way.
   */
  hiding<T>(texts: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
    return this.#connection.hiding(texts, work);
  }
}
