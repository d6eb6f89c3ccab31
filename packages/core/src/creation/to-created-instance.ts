import type { CreatedInstance } from '../contract/created-instance.js';
import type { ProviderWarning } from '../contract/provider-warning.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import type { ReachableInstance } from './await-address.js';

/** What `createInstance` tells of a machine that has its address. */
export function toCreatedInstance(
  instance: ReachableInstance,
  { idempotencyKey }: ParsedInstanceSpec<unknown>,
  { reused, warnings }: { reused: boolean; warnings: readonly ProviderWarning[] },
): CreatedInstance {
  const { instanceId, publicIp, region, instanceType, architecture, spotInstance, expiresAt } =
    instance;
  return {
    instanceId,
    publicIp,
    region,
    instanceType,
    architecture,
    spotInstance,
    idempotencyKey,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    reused,
    warnings,
  };
}
