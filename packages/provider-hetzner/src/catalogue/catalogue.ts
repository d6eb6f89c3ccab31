import { CachedReads, type Call, type Clock } from '@stagely/core/plugin';
import type { RequestOptions } from '../client/api-connection.js';
import type { HetznerClient } from '../client/hetzner-client.js';
import { allItems } from '../client/pagination.js';
import type { HetznerImage } from '../client/resources/image.js';
import type { HetznerServerType } from '../client/resources/server-type.js';
import { withMappedErrors } from '../errors/map-error.js';

/** What Hetzner sells. */
export interface Offers {
  readonly serverTypes: readonly HetznerServerType[];
  /** Names. */
  readonly locations: readonly string[];
}

const OFFERS = 'offers';
const PER_PAGE = 50;

/** What Hetzner sells, read when it is needed and kept for a while. */
export class Catalogue {
  readonly #client: HetznerClient;
  readonly #offers: CachedReads<Offers>;
  readonly #images: CachedReads<HetznerImage | undefined>;

  constructor(client: HetznerClient, options: { readonly clock: Clock; readonly ttlMs: number }) {
    this.#client = client;
    this.#offers = new CachedReads(options);
    this.#images = new CachedReads(options);
  }

  readOffers(call: Call): Promise<Offers> {
    return this.#offers.get(OFFERS, call, (shared) =>
      withMappedErrors({ ...shared, subject: 'project' }, async () => {
        const [serverTypes, locations] = await Promise.all([
          this.#readServerTypes({ signal: shared.signal }),
          this.#readLocations({ signal: shared.signal }),
        ]);
        return { serverTypes, locations };
      }),
    );
  }

  /** A server type as it was when it was read last, without a request. */
  peekServerType(name: string): HetznerServerType | undefined {
    return this.#offers.peek(OFFERS)?.serverTypes.find((serverType) => serverType.name === name);
  }

  /** The image that a name means for an architecture, a deprecated one included; `undefined` when there is none. */
  findImage(
    name: string,
    architecture: 'x86' | 'arm',
    call: Call,
  ): Promise<HetznerImage | undefined> {
    return this.#images.get(`${architecture} ${name}`, call, (shared) =>
      withMappedErrors({ ...shared, subject: 'project' }, async () => {
        const type = ['system', 'app'];
        const status = 'available';
        const { images } = await this.#client.images.list(
          { name, architecture, type, status, includeDeprecated: true },
          { signal: shared.signal },
        );
        return images[0];
      }),
    );
  }

  async #readServerTypes(options: RequestOptions): Promise<HetznerServerType[]> {
    const first = await this.#client.serverTypes.list({ perPage: PER_PAGE }, options);
    return allItems(first, (list) => list.serverTypes, options);
  }

  async #readLocations(options: RequestOptions): Promise<string[]> {
    const first = await this.#client.locations.list({ perPage: PER_PAGE }, options);
    const locations = await allItems(first, (list) => list.locations, options);
    return locations.map(({ name }) => name);
  }
}
