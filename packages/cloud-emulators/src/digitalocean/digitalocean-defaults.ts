import type { CloudDefinition } from '../emulator/cloud-definition.js';
import type { DigitalOceanTypes } from './digitalocean-types.js';

/** The token that is accepted unless the options name others. It has full access. */
export const DIGITALOCEAN_TEST_TOKEN = 'dop_v1_emulated';

/**
 * Timings as seen in public traces, where a creation takes about half a minute; limits as published; the
 * droplet limit of the API description's example.
 */
export const digitalOceanDefaults: CloudDefinition<DigitalOceanTypes>['defaults'] = {
  timings: {
    activeMs: (random) => random.integer(20_000, 45_000),
    privateAddressMs: (random) => random.integer(0, 2_000),
    publicAddressMs: (random) => random.integer(0, 3_000),
    actionMs: (random) => random.integer(2_000, 8_000),
    deletedMs: (random) => random.integer(2_000, 12_000),
  },
  quotas: { droplets: 25 },
  rateLimits: {
    hour: { requests: 5000, windowMs: 3_600_000 },
    minute: { requests: 250, windowMs: 60_000 },
    listSshKeys: { requests: 10, windowMs: 60_000 },
  },
  credentials: [DIGITALOCEAN_TEST_TOKEN],
};
