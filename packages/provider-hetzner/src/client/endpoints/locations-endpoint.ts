import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toLocation } from '../convert/to-location.js';
import { Pagination } from '../pagination.js';
import type { HetznerLocation } from '../resources/location.js';
import { toQuery } from '../to-query.js';
import { locationSchema } from '../wire/location-schema.js';
import { metaSchema } from '../wire/page-schema.js';
import type { PageParameters } from './page-parameters.js';

const listSchema = v.object({ locations: v.array(locationSchema), meta: metaSchema });

export interface LocationListParameters extends PageParameters {
  name?: string | undefined;
}

export interface LocationList extends Pagination<LocationList> {
  readonly locations: readonly HetznerLocation[];
}

export class LocationsEndpoint {
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
  }

  async list(
    parameters: LocationListParameters = {},
    options?: RequestOptions,
  ): Promise<LocationList> {
    const { locations, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: 'locations', query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, { locations: locations.map(toLocation) });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerLocation> {
    const { location } = await this.#connection.request(
      v.object({ location: locationSchema }),
      { method: 'GET', path: `locations/${id}` },
      options,
    );
    return toLocation(location);
  }
}
