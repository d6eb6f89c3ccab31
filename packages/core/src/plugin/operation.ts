import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import type { ProviderErrorOptions } from '../errors/provider-error.js';
import { printText } from '../validation/print-text.js';

/** Which operation is under way on what: every error that comes of it carries this. */
export type Operation = Pick<
  ProviderErrorOptions,
  'provider' | 'operation' | 'instanceId' | 'idempotencyKey' | 'outcome'
>;

/** `hetzner: createInstance` or `hetzner: getInstanceStatus of 42`, for the head of a message. */
export function describeOperation({ provider, operation, instanceId }: Operation): string {
  const actor = provider === undefined ? '' : `${provider}: `;
  return `${actor}${operation}${instanceId === undefined ? '' : ` of ${printText(instanceId)}`}`;
}

/** The error of an operation that its caller's signal has ended. */
export function abortedError(
  operation: Operation,
  signal?: AbortSignal,
  cause: unknown = signal?.reason,
): OperationAbortedError {
  const fate = operation.outcome === 'no-instance' ? '; no machine is left behind' : '';
  return new OperationAbortedError(
    `${describeOperation(operation)} was aborted by its caller${fate}.`,
    { ...operation, cause },
  );
}
