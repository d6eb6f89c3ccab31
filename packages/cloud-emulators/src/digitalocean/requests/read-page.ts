import { unprocessable } from '../api-errors.js';

/** Which part of a list is asked for. */
export interface PageRequest {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

const LARGEST_PAGE = 200;

/** @throws ApiError 422 when `page` or `per_page` is out of range */
export function readPage(query: {
  page?: string | undefined;
  per_page?: string | undefined;
}): PageRequest {
  return {
    page: readWholeNumber('page', query.page ?? '1', Number.MAX_SAFE_INTEGER / LARGEST_PAGE),
    perPage: readWholeNumber('per_page', query.per_page ?? '20', LARGEST_PAGE),
  };
}

function readWholeNumber(name: string, value: string, maximum: number): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= maximum) return number;
  throw unprocessable(
    maximum === LARGEST_PAGE
      ? `${name} must be an integer from 1 to ${maximum}`
      : `${name} must be an integer from 1 upwards`,
  );
}
