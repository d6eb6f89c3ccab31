import { ApiError } from '../../emulator/api-error.js';
import { invalidInput } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';

/** Finds what a body names by id or by name; an id goes first. */
export function findByReference<T extends { readonly id: number; readonly name: string | null }>(
  items: readonly T[],
  reference: string,
): T | undefined {
  return (
    items.find(({ id }) => String(id) === reference) ?? items.find(({ name }) => name === reference)
  );
}

/** A body names something that does not exist; what that is answered with is a setting. */
export function unknownReference({ behaviour }: HetznerAccount, kind: string): ApiError {
  return behaviour.unknownReference === 'not_found'
    ? missingResource(kind)
    : invalidInput(`${kind} not found`);
}

export function missingResource(kind: string): ApiError {
  return new ApiError({
    status: 404,
    code: 'not_found',
    message: `${kind} not found`,
    details: null,
  });
}
