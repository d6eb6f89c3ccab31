import { CapacityUnavailableError, type ProviderError } from '@stagely/core';

/**
 * What spot requests are refused with where an on-demand instance may still be had: no capacity, a quota of spot alone,
 * or no right to begin with spot.
 */
const FALLBACK_CODES: ReadonlySet<string | undefined> = new Set([
  'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
  'InsufficientAddressCapacity',
  'InsufficientCapacity',
  'InsufficientCapacityOnHost',
  'InsufficientFreeAddressesInSubnet',
  'InsufficientHostCapacity',
  'InsufficientInstanceCapacity',
  'InsufficientVolumeCapacity',
  'MaxFleetCountExceeded',
  'MaxSpotFleetRequestCountExceeded',
  'MaxSpotInstanceCountExceeded',
  'ReservationCapacityExceeded',
  'SpotMaxPriceTooLow',
  'TargetCapacityLimitExceededException',
  'UnfulfillableCapacity',
  'Unsupported',
]);

/** Whether a refused spot request leaves on-demand to be tried. */
export function isSpotFallback(code: string | undefined, text = ''): boolean {
  return (
    FALLBACK_CODES.has(code) ||
    // What fleets say of a type that a zone does not sell.
    (code === 'InvalidFleetConfiguration' && /not supported in your requested/i.test(text))
  );
}

/** The error that has the next way tried, which is on demand. */
export function toSpotRefusal(error: ProviderError): ProviderError {
  if (!isSpotFallback(error.providerCode)) return error;
  if (error instanceof CapacityUnavailableError) return error;
  const { message, provider, operation, idempotencyKey, providerCode, requestId } = error;
  return new CapacityUnavailableError(message, {
    provider,
    operation,
    idempotencyKey,
    providerCode,
    requestId,
    outcome: 'no-instance',
    cause: error,
  });
}
