import { InvalidCredentialsError } from '@stagely/core';

/** Whether an error says that the token works, but lacks a scope. */
export function isForbidden(error: unknown): error is InvalidCredentialsError {
  return error instanceof InvalidCredentialsError && error.providerCode === 'forbidden';
}
