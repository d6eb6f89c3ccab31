import type { Call } from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import { PAGE_SIZE } from '../api/page.js';

/**
 * Lists the droplets that carry a tag, each once, page by page as they are consumed.
 *
 * Pages count from the start of the list, so when droplets go meanwhile, those behind them move to pages that were
 * read before. Therefore, after every further page, the last place of the page before it is looked at again; if another
 * droplet stands there, that page is read again, until it shows nothing new.
 */
export async function* listDroplets(
  client: Pick<DigitalOceanClient, 'listDroplets'>,
  tag: string,
  call: Call,
): AsyncGenerator<Droplet, void, undefined> {
  const seen = new Set<number>();
  const unseen = (droplets: readonly Droplet[]) =>
    droplets.filter(({ id }) => !seen.has(id) && seen.add(id));

  let current = await client.listDroplets({ tag }, call);
  yield* unseen(current.items);
  for (let page = 1; current.hasNext; ) {
    const next = await client.listDroplets({ tag, page: page + 1 }, call);
    const place = { tag, page: page * PAGE_SIZE, perPage: 1 };
    const [atTheEnd] = (await client.listDroplets(place, call)).items;
    if (atTheEnd?.id === current.items.at(-1)?.id) {
      page++;
      current = next;
      yield* unseen(next.items);
      continue;
    }
    const again = await client.listDroplets({ tag, page }, call);
    const moved = unseen(again.items);
    yield* moved;
    current = again;
    if (moved.length > 0) continue;
    page++;
    current = next;
    yield* unseen(next.items);
  }
}
