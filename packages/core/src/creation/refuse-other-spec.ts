import { IdempotencyConflictError } from '../errors/idempotency-conflict-error.js';
import { describeOperation, type Operation } from '../plugin/operation.js';
import type { ManagedInstance } from './managed-instance.js';

/**
 * Goes on only with a machine of the same spec. Hashes of different versions cannot be compared.
 *
 * @throws IdempotencyConflictError
 */
export function refuseOtherSpec(
  { instanceId, specHash }: ManagedInstance,
  wanted: string,
  operation: Operation,
): void {
  if (specHash === wanted) return;
  if (specHash !== undefined && versionOf(specHash) !== versionOf(wanted)) return;
  const message = `belongs to ${instanceId}, a live machine with another spec`;
  throw new IdempotencyConflictError(
    `${describeOperation(operation)} failed: the idempotency key ${message}. Use another key, or end that machine first.`,
    { ...operation, issues: [{ path: 'spec.idempotencyKey', message }] },
  );
}

function versionOf(specHash: string): string | undefined {
  return specHash.split('-', 1)[0];
}
