import { CapacityUnavailableError, type ProviderWarning, QuotaExceededError } from '@stagely/core';
import { describeOperation, type Operation } from '@stagely/core/plugin';
import { instanceTypeFor } from './instance-types.js';
import type { MockCloud } from './mock-cloud.js';
import type { ParsedMockSpec } from './parse-mock-spec.js';
import type { SimulatedInstance } from './simulated-instance.js';

/**
 * Launches an instance as the controls allow it.
 *
 * @throws QuotaExceededError, CapacityUnavailableError
 */
export function launchInstance(
  cloud: MockCloud,
  spec: ParsedMockSpec,
  operation: Operation,
): SimulatedInstance {
  const failed = `${describeOperation(operation)} failed:`;
  if (cloud.quotaExceeded) {
    throw new QuotaExceededError(
      `${failed} the account may have no more instances (quotaExceeded is set). End some, or ask for a higher limit.`,
      operation,
    );
  }
  if (cloud.capacityUnavailable) {
    throw new CapacityUnavailableError(
      `${failed} ${spec.region} has no capacity left (capacityUnavailable is set). Try another region, another size or later.`,
      operation,
    );
  }
  const warnings = spec.spotInstance ? spotWarnings(cloud) : [];
  const { architecture, region, tags, userData, idempotencyKey, idempotencyKeyHash, specHash } =
    spec;
  const instance = cloud.instances.launch({
    region,
    architecture,
    instanceType: spec.options.instanceType ?? instanceTypeFor(spec.size, architecture),
    image: spec.options.image,
    spotInstance: spec.spotInstance && warnings.length === 0,
    tags,
    userData,
    idempotencyKey,
    idempotencyKeyHash,
    specHash,
    expiresAt: spec.expiresAt,
    warnings,
    delay: cloud.delay,
    addressDelay: cloud.addressDelay,
    bootDelay: cloud.bootDelay,
  });
  if (instance === undefined) {
    throw new CapacityUnavailableError(
      `${failed} every address of the documentation ranges has been used. Call reset() between tests.`,
      operation,
    );
  }
  for (const { code, message } of warnings) {
    cloud.logger.warn({ provider: 'mock', instanceId: instance.id, code }, message);
  }
  return instance;
}

function spotWarnings(cloud: MockCloud): readonly ProviderWarning[] {
  if (!cloud.spot) {
    const message =
      'The mock has no spot instances (see the setting spot); it made an on-demand one.';
    return [{ code: 'no_spot', message }];
  }
  if (!cloud.spotUnavailable) return [];
  const message =
    'There is no spot capacity (spotUnavailable is set); an on-demand instance was made.';
  return [{ code: 'spot_unavailable', message }];
}
