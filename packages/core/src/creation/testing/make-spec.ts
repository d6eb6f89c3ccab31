import type { InstanceSpec } from '../../contract/instance-spec.js';
import { parseInstanceSpec } from '../../plugin/parse-instance-spec.js';
import { strictFields } from '../../validation/schemas.js';
import type { Spec } from './simulated-cloud.js';

/** A small machine with the key `job-7`, as `InstanceCreations` is given it. */
export function makeSpec(fields: Partial<InstanceSpec> = {}, now = 0): Promise<Spec> {
  return parseInstanceSpec(
    { size: 'small', architecture: 'amd64', idempotencyKey: 'job-7', ...fields },
    {
      provider: 'acme',
      defaultRegion: 'north',
      now,
      userDataMaxBytes: 1_024,
      providerOptions: strictFields({}),
    },
  );
}
