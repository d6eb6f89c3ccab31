import { ProviderError } from '@stagely/core';
import { LaunchTakenError } from '@stagely/core/plugin';

const TAKEN: readonly (string | undefined)[] = [
  'IdempotentInstanceTerminated',
  'IdempotentParameterMismatch',
];

/** Throws an error on, as a `LaunchTakenError` where EC2 says that the client token is used. */
export function rethrowTaken(error: unknown): never {
  if (!(error instanceof ProviderError) || !TAKEN.includes(error.providerCode)) throw error;
  throw new LaunchTakenError(`The client token is used: ${error.providerCode}.`, { cause: error });
}
