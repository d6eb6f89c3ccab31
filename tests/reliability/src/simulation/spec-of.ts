import type { InstanceSpec } from '@stagely/core';
import { type Key, type Operation, SPECS } from './program.js';

/** No error may show it. */
export const USER_DATA_SECRET = 'machine-password-4711';

type Create = Extract<Operation, { type: 'create' }>;

/** The tag by which the books tell of which spec a machine is: lease and key are no part of it. */
export function specTag(create: Pick<Create, 'spec' | 'spot'>): string {
  return `spec:${specLabel(create)}`;
}

/** What the tag stands for. */
export function readSpecTag(tags: readonly string[]): Pick<Create, 'spec' | 'spot'> | undefined {
  const all = SPECS.flatMap((spec) => [false, true].map((spot) => ({ spec, spot })));
  return all.find((create) => tags.includes(specTag(create)));
}

function specLabel({ spec, spot }: Pick<Create, 'spec' | 'spot'>): string {
  return spot ? `${spec}-spot` : spec;
}

export function specOf(
  { key, spec, spot, leaseMs }: Pick<Create, 'key' | 'spec' | 'spot' | 'leaseMs'>,
  now: number,
): InstanceSpec {
  return {
    size: spec,
    architecture: 'amd64',
    tags: { spec: specLabel({ spec, spot }) },
    userData: `#cloud-config\npassword: ${USER_DATA_SECRET}\n`,
    spotInstance: spot,
    ...(key === undefined ? {} : { idempotencyKey: keyText(key) }),
    ...(leaseMs === undefined ? {} : { expiresAt: new Date(now + leaseMs) }),
  };
}

export function keyText(key: Key): string {
  return `job-${key}`;
}
