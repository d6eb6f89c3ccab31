import { CapacityUnavailableError, NetworkFailureError, QuotaExceededError } from '@stagely/core';
import { Redactor } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { toFleetError } from './fleet-error.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'k' };
const redactor = new Redactor(() => ['some-secret']);

const noCapacity = { code: 'InsufficientInstanceCapacity', text: 'There is none of t3.small' };
const noOffer = {
  code: 'InvalidFleetConfiguration',
  text: 'The type t3.nano is not supported in your requested Availability Zone',
};
const overQuota = { code: 'VcpuLimitExceeded', text: 'You may have no more, some-secret' };

test('a fleet for which there was no spot capacity says so, each reason once', () => {
  const error = toFleetError([noCapacity, noOffer, noCapacity], operation, redactor);
  expect(error.constructor).toBe(CapacityUnavailableError);
  expect(error).toMatchObject({
    ...operation,
    outcome: 'no-instance',
    providerCode: 'InsufficientInstanceCapacity',
    message:
      'aws: createInstance failed: there is no spot instance to be had (InsufficientInstanceCapacity: There is none of t3.small; InvalidFleetConfiguration: The type t3.nano is not supported in your requested Availability Zone). Try again later, or on demand.',
  });
});

test('a fleet that was refused for another reason too says that', () => {
  const error = toFleetError([noCapacity, overQuota], operation, redactor);
  expect(error.constructor).toBe(QuotaExceededError);
  expect(error).toMatchObject({
    ...operation,
    outcome: 'no-instance',
    providerCode: 'VcpuLimitExceeded',
    message:
      'aws: createInstance failed: EC2 refused CreateFleet with VcpuLimitExceeded: You may have no more, [redacted]. Ask AWS for a higher quota, end machines, or use another region.',
  });
});

test('a fleet that launched nothing and does not say why may be asked for again', () => {
  const error = toFleetError([], operation, redactor);
  expect(error.constructor).toBe(NetworkFailureError);
  expect(error).toMatchObject({
    ...operation,
    outcome: 'no-instance',
    message:
      'aws: createInstance failed: CreateFleet launched nothing, and does not say why. Try again.',
  });
});

test('no reason shows a secret', () => {
  const failure = { code: 'Unsupported', text: 'not with some-secret' };
  const { message } = toFleetError([failure], operation, redactor);
  expect(message).toContain('(Unsupported: not with [redacted])');
});
