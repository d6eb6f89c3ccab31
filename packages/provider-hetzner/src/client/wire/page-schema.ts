import * as v from 'valibot';
import { nullable } from './field-schemas.js';

const pageNumber = nullable(v.number());

/** The `meta` of a list. `last_page` and `total_entries` are null where the API does not know them. */
export const metaSchema = v.object({
  pagination: v.object({
    page: v.number(),
    per_page: v.number(),
    previous_page: pageNumber,
    next_page: pageNumber,
    last_page: pageNumber,
    total_entries: pageNumber,
  }),
});

export type WirePagination = v.InferOutput<typeof metaSchema>['pagination'];
