import { OperationAbortedError } from '@stagely/core';
import { describeOperation, type Operation } from '@stagely/core/plugin';

/** The error of a call under way when the mock was reset, which ends every instance. */
export function resetError(operation: Operation): OperationAbortedError {
  const outcome = operation.outcome === undefined ? undefined : 'no-instance';
  return new OperationAbortedError(
    `${describeOperation(operation)} was ended: the mock was reset. Await the calls under way before reset().`,
    { ...operation, outcome },
  );
}
