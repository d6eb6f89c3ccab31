import { type Logger, OperationAbortedError, ProviderError } from '@stagely/core';
import { abortedError, CachedReads, type Call, type Clock } from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import { isForbidden } from '../api/is-forbidden.js';
import type { Region } from '../api/region.js';
import type { Size } from '../api/size.js';

export interface CatalogueOptions {
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly logger: Logger;
}

/** What DigitalOcean sells where, as far as that can be read. */
export interface Offer {
  readonly regions: readonly Region[] | undefined;
  readonly sizes: readonly Size[] | undefined;
}

/** A list of the catalogue; `undefined` where the token may not see it. */
type List<T> = CachedReads<readonly T[] | undefined>;

/** The live catalogue, read once in a while. It is an advice: where it cannot be read, the creation itself tells. */
export class Catalogue {
  readonly #client: Pick<DigitalOceanClient, 'listRegions' | 'listSizes'>;
  readonly #regions: List<Region>;
  readonly #sizes: List<Size>;
  readonly #logger: Logger;

  constructor(
    client: Pick<DigitalOceanClient, 'listRegions' | 'listSizes'>,
    { clock, ttlMs, logger }: CatalogueOptions,
  ) {
    this.#client = client;
    this.#regions = new CachedReads({ clock, ttlMs });
    this.#sizes = new CachedReads({ clock, ttlMs });
    this.#logger = logger;
  }

  /** @throws OperationAbortedError */
  async read(call: Call): Promise<Offer> {
    const [regions, sizes] = await Promise.all([
      this.#tryRead('regions', this.#regions, call, (own) => this.#client.listRegions(own)),
      this.#tryRead('sizes', this.#sizes, call, (own) => this.#client.listSizes(own)),
    ]);
    return { regions, sizes };
  }

  /** What a size costs in US dollars an hour, where that has been read before. */
  hourlyPriceOf(slug: string): number | undefined {
    const sizes = this.#sizes.peek('sizes');
    return sizes?.find((size) => size.slug === slug)?.price_hourly ?? undefined;
  }

  async #tryRead<T>(
    name: string,
    list: List<T>,
    call: Call,
    read: (call: Call) => Promise<readonly T[]>,
  ): Promise<readonly T[] | undefined> {
    const { operation, signal } = call;
    try {
      return await list.get(name, call, (own) => whereAllowed(read(own)));
    } catch (error) {
      if (signal?.aborted) throw abortedError(operation, signal);
      if (!(error instanceof ProviderError) || error instanceof OperationAbortedError) throw error;
      this.#logger.warn(
        { provider: operation.provider, code: error.code, requestId: error.requestId },
        `The ${name} of DigitalOcean cannot be read; the creation goes on without them. ${error.message}`,
      );
      return undefined;
    }
  }
}

/** A token without the scope has none the next time either, so that answer may be kept. */
async function whereAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return undefined;
  }
}
