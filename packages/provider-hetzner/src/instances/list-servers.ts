import type { RequestOptions } from '../client/api-connection.js';
import type { ServerList } from '../client/endpoints/servers-endpoint.js';
import type { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerServer } from '../client/resources/server.js';

/** The most that the API gives. */
const PER_PAGE = 50;

/**
 * The servers that a label selector lets through, each once, page by page as they are consumed.
 *
 * When servers go while a list is read, those behind them move up, and one may slip past between two pages. So a list
 * of several pages whose length changed, or is not told, is read again until there is nothing new in it.
 */
export async function* listServers(
  client: HetznerClient,
  labelSelector: string,
  options: RequestOptions,
): AsyncGenerator<HetznerServer, void, undefined> {
  const seen = new Set<number>();
  for (let again = true; again; ) {
    const before = seen.size;
    const totals = new Set<number | null>();
    const parameters = { labelSelector, sort: 'id:asc', perPage: PER_PAGE };
    let list: ServerList = await client.servers.list(parameters, options);
    for (;;) {
      totals.add(list.totalEntries);
      for (const server of list.servers) {
        if (seen.has(server.id)) continue;
        seen.add(server.id);
        yield server;
      }
      if (list.nextPage === null) break;
      list = await list.next(options);
    }
    const steady = list.page === 1 || (totals.size === 1 && !totals.has(null));
    again = !steady && seen.size > before;
  }
}
