import {
  CapacityUnavailableError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { isSpotFallback, toSpotRefusal } from './spot-fallback.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key' };

describe('a refused spot request', () => {
  it.each([
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
  ])('with %s leaves on-demand to be tried', (code) => {
    expect(isSpotFallback(code)).toBe(true);
  });

  it.each([
    'AuthFailure',
    'IdempotentParameterMismatch',
    'InstanceLimitExceeded',
    'InvalidParameterValue',
    'RequestLimitExceeded',
    'UnauthorizedOperation',
    'VcpuLimitExceeded',
    '',
    undefined,
  ])('with %s does not', (code) => {
    expect(isSpotFallback(code)).toBe(false);
  });

  it('does not for its text alone', () => {
    const text = 'It is not supported in your requested Availability Zone.';
    expect(isSpotFallback('InvalidFleetConfiguration', text)).toBe(true);
    expect(isSpotFallback('InvalidParameterValue', text)).toBe(false);
    expect(isSpotFallback(undefined, text)).toBe(false);
  });
});

describe('the error of a refused spot request', () => {
  it('has the next way tried when on-demand is left, whatever it was', () => {
    const refusal = new QuotaExceededError('too many spot instances', {
      ...operation,
      providerCode: 'MaxSpotInstanceCountExceeded',
      requestId: 'request-1',
    });
    const error = toSpotRefusal(refusal);
    expect(error.constructor).toBe(CapacityUnavailableError);
    expect(error).toMatchObject({
      ...operation,
      message: 'too many spot instances',
      providerCode: 'MaxSpotInstanceCountExceeded',
      requestId: 'request-1',
      outcome: 'no-instance',
      cause: refusal,
    });
  });

  it.each([
    new CapacityUnavailableError('none', { ...operation, providerCode: 'Unsupported' }),
    new QuotaExceededError('none', { ...operation, providerCode: 'VcpuLimitExceeded' }),
    new InvalidInputError('none', {
      ...operation,
      providerCode: 'InvalidParameterValue',
      issues: [],
    }),
    new NetworkFailureError('none', operation),
  ])('is the same otherwise: %s', (refusal) => {
    expect(toSpotRefusal(refusal)).toBe(refusal);
  });
});
