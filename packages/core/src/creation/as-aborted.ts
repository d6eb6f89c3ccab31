import { ProviderError } from '../errors/provider-error.js';
import { abortedError, type Operation } from '../plugin/operation.js';

/** Who has given up gets an abort, whatever it was that failed meanwhile, with what is known of the machine. */
export function asAborted(
  error: unknown,
  operation: Operation,
  signal: AbortSignal,
): ProviderError {
  if (!(error instanceof ProviderError)) return abortedError(operation, signal, error);
  if (error.code === 'aborted') return error;
  const { instanceId, outcome } = error;
  return abortedError({ ...operation, instanceId, outcome }, signal, error);
}
