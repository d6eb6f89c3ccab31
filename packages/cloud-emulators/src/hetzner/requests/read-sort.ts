import { invalidField } from '../errors.js';
import type { Query } from './read-query.js';

/** One field to sort by. */
export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

/** @throws ApiError 422 for another field or direction */
export function readSort(query: Query, fields: readonly string[]): readonly SortKey[] {
  return (query.get('sort') ?? []).map((text) => {
    const [field = '', direction = 'asc', ...rest] = text.split(':');
    if (!fields.includes(field) || !['asc', 'desc'].includes(direction) || rest.length > 0) {
      throw invalidField('sort', `must be one of ${fields.join(', ')}, with :asc or :desc`);
    }
    return { field, descending: direction === 'desc' };
  });
}
