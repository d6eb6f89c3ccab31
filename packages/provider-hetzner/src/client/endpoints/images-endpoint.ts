import * as v from 'valibot';
import type { ApiConnection, RequestOptions } from '../api-connection.js';
import { toImage } from '../convert/to-image.js';
import { Pagination } from '../pagination.js';
import type { HetznerImage } from '../resources/image.js';
import { toQuery } from '../to-query.js';
import { imageSchema } from '../wire/image-schema.js';
import { metaSchema } from '../wire/page-schema.js';
import type { PageParameters } from './page-parameters.js';

const listSchema = v.object({ images: v.array(imageSchema), meta: metaSchema });

export interface ImageListParameters extends PageParameters {
  name?: string | undefined;
  /** `x86` or `arm`. */
  architecture?: string | undefined;
  /** `system`, `app`, `snapshot`, `backup`. */
  type?: string | readonly string[] | undefined;
  status?: string | readonly string[] | undefined;
  /** Deprecated images are left out unless this is true. */
  includeDeprecated?: boolean | undefined;
  labelSelector?: string | undefined;
}

export interface ImageList extends Pagination<ImageList> {
  readonly images: readonly HetznerImage[];
}

export class ImagesEndpoint {
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection) {
    this.#connection = connection;
  }

  async list(parameters: ImageListParameters = {}, options?: RequestOptions): Promise<ImageList> {
    const { images, meta } = await this.#connection.request(
      listSchema,
      { method: 'GET', path: 'images', query: toQuery(parameters) },
      options,
    );
    const pagination = new Pagination(meta.pagination, (page, own) =>
      this.list({ ...parameters, page }, own),
    );
    return Object.assign(pagination, { images: images.map(toImage) });
  }

  async get(id: number, options?: RequestOptions): Promise<HetznerImage> {
    const { image } = await this.#connection.request(
      v.object({ image: imageSchema }),
      { method: 'GET', path: `images/${id}` },
      options,
    );
    return toImage(image);
  }
}
