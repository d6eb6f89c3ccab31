import type { Architecture, InstanceSize } from '@stagely/core';

/**
 * The server types of each size, the first choice first.
 *
 * The head is the one that Stagely's design names. cx21, cx31 and cx41 have not been sold since September 2024, and
 * their successors cx22, cx32 and cx42 since January 2026; cpx21, cpx31 and cpx41 are sold outside Europe only. What
 * is to be had is for Hetzner's own list to say (`GET /server_types`), so no name is ever taken out of here.
 */
export const serverTypeCandidates: Readonly<
  Record<Architecture, Readonly<Record<InstanceSize, readonly [string, ...string[]]>>>
> = {
  amd64: {
    small: ['cx21', 'cx22', 'cx23', 'cpx22', 'cpx21', 'ccx13'],
    medium: ['cx31', 'cx32', 'cx33', 'cpx32', 'cpx31', 'ccx23'],
    large: ['cx41', 'cx42', 'cx43', 'cpx42', 'cpx41', 'ccx33'],
  },
  arm64: {
    small: ['cax11', 'cax21'],
    medium: ['cax21', 'cax31'],
    large: ['cax31', 'cax41'],
  },
};

/** The images of machines, the first choice first. */
export const imageCandidates: readonly [string, ...string[]] = ['ubuntu-22.04', 'ubuntu-24.04'];
