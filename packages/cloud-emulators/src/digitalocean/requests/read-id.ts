import { notFound } from '../api-errors.js';

/** @throws ApiError 404 for what is no id */
export function readId(text: string): number {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw notFound();
  return Number(text);
}
