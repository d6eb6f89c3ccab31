import { existsSync, readFileSync } from 'node:fs';
import {
  CapacityUnavailableError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isSpotFallback, toSpotRefusal } from './spot-fallback.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key' };

const specification = new URL('../../../../../shared/specs/error-codes.json', import.meta.url);

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

  it('leaves on-demand to be tried with a fleet’s word for a type that a zone does not sell', () => {
    const text =
      'Your requested instance type (t3.small) is not supported in your requested Availability Zone (us-east-1e).';
    expect(isSpotFallback('InvalidFleetConfiguration', text)).toBe(true);
    expect(isSpotFallback('InvalidFleetConfiguration', 'The configuration is wrong.')).toBe(false);
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

describe.skipIf(!existsSync(specification))(
  'the codes that leave on-demand to be tried (skipped where ../shared/specs is absent)',
  () => {
    it('are those of the table, and no others of it but for want of capacity', () => {
      const row = v.object({
        code: v.string(),
        category: v.string(),
        spotFallback: v.optional(v.boolean(), false),
      });
      const { ec2 } = v.parse(
        v.object({ ec2: v.array(row) }),
        JSON.parse(readFileSync(specification, 'utf8')),
      );
      const missing = ec2.filter(({ code, spotFallback }) => spotFallback && !isSpotFallback(code));
      expect(missing).toEqual([]);
      const further = ec2.filter(
        ({ code, spotFallback, category }) =>
          isSpotFallback(code) && !spotFallback && category !== 'CapacityUnavailable',
      );
      expect(further.map(({ code }) => code)).toEqual([
        'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
        'MaxSpotFleetRequestCountExceeded',
      ]);
    });
  },
);
