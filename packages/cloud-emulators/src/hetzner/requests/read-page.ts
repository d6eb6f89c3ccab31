import { invalidField } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import { one, type Query } from './read-query.js';

const DEFAULT_PER_PAGE = 25;
const MAXIMUM_PER_PAGE = 50;

/** Which part of a list is asked for. */
export interface PageRequest {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

export const pageParameters = { page: 'once', per_page: 'once' } as const;

/** @throws ApiError 422 */
export function readPage({ behaviour }: HetznerAccount, query: Query): PageRequest {
  const page = readCount(query, 'page') ?? 1;
  const perPage = readCount(query, 'per_page') ?? DEFAULT_PER_PAGE;
  if (perPage <= MAXIMUM_PER_PAGE) return { page, perPage };
  if (behaviour.largePages === 'clamp') return { page, perPage: MAXIMUM_PER_PAGE };
  throw invalidField('per_page', `must be at most ${MAXIMUM_PER_PAGE}`);
}

function readCount(query: Query, name: string): number | undefined {
  const text = one(query, name);
  if (text === undefined) return undefined;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw invalidField(name, 'must be a positive number');
  return count;
}
