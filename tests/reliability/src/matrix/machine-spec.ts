import type { InstanceSpec } from '@stagely/core';

/** What no error may show of the user data. */
export const USER_DATA_SECRET = 'Kennwörter: s3cret/+&"quoted"=%7e-4711?';

export const USER_DATA = `#cloud-config\n# ${USER_DATA_SECRET}\nruncmd: []\n`;

/** How long the lease of every machine of the matrix is, in milliseconds. */
export const LEASE = 7_200_000;

export const RUN_TAGS = { 'reliability/run': 'matrix' };

/** The machine that the matrix asks for. */
export function machineSpec(now: number, more: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    size: 'small',
    architecture: 'amd64',
    userData: USER_DATA,
    tags: RUN_TAGS,
    expiresAt: new Date(now + LEASE),
    ...more,
  };
}

/** A refusal that repeats all that it was sent, as clouds and proxies do, in every form. */
export function tellingMessage(sent: readonly string[]): string {
  const base64 = sent.map((text) => Buffer.from(text).toString('base64'));
  return `refused: ${[...sent, ...base64, ...sent.map(encodeURIComponent)].join(' | ')}`;
}
