import type { Architecture } from '@stagely/core';

/** Hetzner's word for an architecture. */
export function toCloudArchitecture(architecture: Architecture): 'x86' | 'arm' {
  return architecture === 'arm64' ? 'arm' : 'x86';
}

/** Our word for an architecture of Hetzner's. */
export function toArchitecture(architecture: string): Architecture {
  return architecture === 'arm' ? 'arm64' : 'amd64';
}
