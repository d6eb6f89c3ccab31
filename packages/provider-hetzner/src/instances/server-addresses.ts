import type { Logger, SweepResult, SweptResource } from '@stagely/core';
import { type Call, type Clock, OWNERSHIP_TAG, withDeadline } from '@stagely/core/plugin';
import type { RequestOptions } from '../client/api-connection.js';
import { HetznerAPIError } from '../client/hetzner-api-error.js';
import type { HetznerClient } from '../client/hetzner-client.js';
import { allItems } from '../client/pagination.js';
import type { HetznerPrimaryIP } from '../client/resources/primary-ip.js';
import type { HetznerServer } from '../client/resources/server.js';
import { mapError } from '../errors/map-error.js';

/** An address made for a server is as old as the server, to this many milliseconds. */
const MADE_TOGETHER_MS = 60_000;

/** How long a machine may be kept alive by the look at its addresses, in milliseconds. */
const LOOK_MS = 10_000;

/**
 * Sees to it that the addresses of a machine go with it, because an address that is left over is billed.
 *
 * Hetzner makes them for a server with `auto_delete`, which nobody has documented; so the first machine that is ended
 * is looked at. Where its addresses would stay, they are told to go, from then on at every machine, and marked, so that
 * `sweep` finds what stays all the same. An address that somebody else made and assigned is left alone.
 */
export class ServerAddresses {
  readonly #client: HetznerClient;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Whether Hetzner itself removes the addresses that it makes with servers. */
  #goByThemselves: boolean | undefined;

  constructor(client: HetznerClient, clock: Clock, logger: Logger) {
    this.#client = client;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** To be called before a machine is deleted. What fails is logged: the machine costs more than its addresses. */
  async prepareEnd(serverId: number, { signal }: RequestOptions): Promise<void> {
    if (this.#goByThemselves) return;
    try {
      const deadline = { clock: this.#clock, timeoutMs: LOOK_MS, signal };
      await withDeadline(deadline, (scope) => this.#look(serverId, { signal: scope.signal }));
    } catch (error) {
      signal?.throwIfAborted();
      if (isMissing(error)) return;
      const name = error instanceof Error ? error.name : undefined;
      this.#logger.warn(
        { provider: 'hetzner', instanceId: String(serverId), error: name },
        'It could not be seen whether the addresses of a machine go with it.',
      );
    }
  }

  /** Removes marked addresses that belong to no machine any more. */
  async sweep({ operation, signal }: Call): Promise<SweepResult> {
    const options = { signal };
    const removed: SweptResource[] = [];
    const failed: (SweptResource & { readonly error: Error })[] = [];
    const labelSelector = OWNERSHIP_TAG.managed;
    const first = await this.#client.primaryIPs.list({ labelSelector, perPage: 50 }, options);
    const marked = await allItems(first, (list) => list.primaryIPs, options);
    for (const { id } of marked.filter(({ assigneeId }) => assigneeId === null)) {
      const resource = { kind: 'primary IP', id: String(id) };
      try {
        await this.#client.primaryIPs.delete(id, options);
        removed.push(resource);
      } catch (error) {
        signal?.throwIfAborted();
        if (isMissing(error)) continue;
        const mapped = mapError(error, { operation, subject: 'project' });
        if (!(mapped instanceof Error)) throw mapped;
        failed.push({ ...resource, error: mapped });
      }
    }
    return { removed, failed };
  }

  async #look(serverId: number, options: RequestOptions): Promise<void> {
    const server = await this.#client.servers.get(serverId, options);
    if (!Object.hasOwn(server.labels, OWNERSHIP_TAG.managed)) return;
    const addresses = await this.#madeWith(server, options);
    if (addresses.length === 0) return;
    const staying = addresses.filter(({ autoDelete }) => !autoDelete);
    if (staying.length > 0) this.#goByThemselves = false;
    else this.#goByThemselves ??= true;
    for (const address of staying) await this.#mark(address, options);
  }

  /** The addresses that were made with a server and that nobody has changed since, we included. */
  async #madeWith(
    { publicNet, created }: HetznerServer,
    options: RequestOptions,
  ): Promise<HetznerPrimaryIP[]> {
    const ids = [publicNet.ipv4?.id, publicNet.ipv6?.id].filter((id) => typeof id === 'number');
    const addresses = await Promise.all(ids.map((id) => this.#client.primaryIPs.get(id, options)));
    return addresses.filter(
      (address) =>
        Math.abs(address.created.getTime() - created.getTime()) <= MADE_TOGETHER_MS &&
        !address.protection.delete &&
        Object.keys(address.labels).length === 0,
    );
  }

  async #mark({ id }: HetznerPrimaryIP, options: RequestOptions): Promise<void> {
    const labels = { [OWNERSHIP_TAG.managed]: '1' };
    await this.#client.primaryIPs.update(id, { autoDelete: true, labels }, options);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof HetznerAPIError && error.code === 'not_found';
}
