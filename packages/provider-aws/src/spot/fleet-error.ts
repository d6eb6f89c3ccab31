import { CapacityUnavailableError, NetworkFailureError, type ProviderError } from '@stagely/core';
import { describeOperation, type Operation, type Redactor } from '@stagely/core/plugin';
import { describeFailure } from '../errors/to-provider-error.js';
import type { FleetFailure } from '../wire/fleet-schema.js';
import { isSpotFallback } from './spot-fallback.js';

/**
 * The error of a fleet that launched nothing, by what it says of each type: for want of spot capacity only when that is
 * all that stood in the way.
 */
export function toFleetError(
  failures: readonly FleetFailure[],
  operation: Operation,
  redactor: Redactor,
): ProviderError {
  const refused = { ...operation, outcome: 'no-instance' } as const;
  const other = failures.find(({ code, text }) => !isSpotFallback(code, text));
  if (other !== undefined) {
    return describeFailure(other, { action: 'CreateFleet', operation: refused, redactor });
  }
  const [first] = failures;
  if (first === undefined) {
    return new NetworkFailureError(
      `${describeOperation(operation)} failed: CreateFleet launched nothing, and does not say why. Try again.`,
      refused,
    );
  }
  const told = [...new Set(failures.map(({ code, text }) => redactor.text(`${code}: ${text}`)))];
  return new CapacityUnavailableError(
    `${describeOperation(operation)} failed: there is no spot instance to be had (${told.join('; ')}). Try again later, or on demand.`,
    { ...refused, providerCode: redactor.text(first.code) },
  );
}
