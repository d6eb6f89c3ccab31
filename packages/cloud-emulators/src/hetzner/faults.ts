import type { Fault } from '../faults/fault.js';

const refusal = (status: number, code: string, message: string): Fault => ({
  type: 'status',
  status,
  code,
  message,
});

/**
 * Refusals of the real API that no state of the emulator brings about, for
 * `faults.add({ operation, fault: hetznerFaults.conflict })`. Messages are those seen or documented.
 */
export const hetznerFaults = {
  conflict: refusal(409, 'conflict', 'the resource has changed during the request, please retry'),
  maintenance: refusal(403, 'maintenance', 'cannot perform operation due to maintenance'),
  locked: refusal(423, 'locked', 'cannot perform operation because resource is locked'),
  placementError: refusal(422, 'placement_error', 'an error during the placement occurred'),
  resourceUnavailable: refusal(412, 'resource_unavailable', 'error during placement'),
  locationDisabled: refusal(412, 'resource_unavailable', 'server location disabled'),
  locationOverloaded: refusal(
    412,
    'resource_unavailable',
    'we are unable to provision servers for this location, try with a different location or try later',
  ),
  rateLimitExceeded: refusal(429, 'rate_limit_exceeded', 'limit of 3600 requests per hour reached'),
  serviceError: refusal(422, 'service_error', 'error within a service'),
  serverError: refusal(500, 'server_error', 'an internal error has occurred'),
  badGateway: refusal(502, 'bad_gateway', 'the request could not be answered by the API backend'),
  unavailable: refusal(503, 'unavailable', 'a service or product is currently not available'),
  timeout: refusal(504, 'timeout', 'the request could not be answered in time, please retry'),
} as const;
