import { inspect } from 'node:util';
import { ProviderError } from '@stagely/core';

/** The error that a promise is rejected with, which must be one of an operation. */
export async function errorOf(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    (value) => new Error(`Expected an error, got ${inspect(value)}.`),
    (caught: unknown) => caught,
  );
  if (error instanceof ProviderError) return error;
  throw error;
}
