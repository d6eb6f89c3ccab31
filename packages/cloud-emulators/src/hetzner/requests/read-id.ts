import { invalidField } from '../errors.js';
import type { HetznerRequest } from './hetzner-request.js';

/** An id as a path or a query writes it; undefined when it is none. */
export function parseId(text: string): number | undefined {
  const id = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= Number.MAX_SAFE_INTEGER ? id : undefined;
}

/** @throws ApiError 422 when the path has something else in its place */
export function readId({ pathParameters }: HetznerRequest, name = 'id'): number {
  const id = parseId(pathParameters.get(name) ?? '');
  if (id === undefined) throw invalidField(name, 'is not a valid ID');
  return id;
}
