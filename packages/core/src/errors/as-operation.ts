import { describeOperation, type Operation } from '../plugin/operation.js';
import { ProviderError } from './provider-error.js';
import { withDetails } from './with-details.js';

/** The error of a request that several operations have shared, as that of one of them; what is none of ours stays as it is. */
export function asOperation(error: unknown, operation: Operation): unknown {
  if (!(error instanceof ProviderError)) return error;
  const shared = describeOperation(error);
  const copy = withDetails(error, operation);
  if (!copy.message.startsWith(shared)) return copy;
  const message = `${describeOperation(operation)}${copy.message.slice(shared.length)}`;
  Object.defineProperty(copy, 'message', { value: message });
  return copy;
}
