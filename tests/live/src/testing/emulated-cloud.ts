import {
  type CloudTypes,
  DIGITALOCEAN_TEST_TOKEN,
  EC2_TEST_CREDENTIALS,
  type Emulator,
  startDigitalOceanEmulator,
  startEc2Emulator,
  startHetznerEmulator,
} from '@stagely/cloud-emulators';
import type { Environment } from '@stagely/core';
import { type Clock, systemClock } from '@stagely/core/plugin';

/** An emulated cloud, and the environment that leads to it. */
export interface EmulatedCloud {
  readonly emulator: Pick<Emulator<CloudTypes>, 'meter' | 'faults' | 'requests' | 'close'>;
  readonly env: Environment;
}

/** Nothing takes longer than a request, so that the suite shows in seconds what takes minutes on a real cloud. */
const QUICK = { rateLimits: false } as const;

export async function startAws(): Promise<EmulatedCloud> {
  const timings = { runningMs: 10, addressMs: 5, terminatedMs: 10 };
  const emulator = await startEc2Emulator({ ...QUICK, timings });
  return {
    emulator,
    env: {
      AWS_ACCESS_KEY_ID: EC2_TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: EC2_TEST_CREDENTIALS.secretAccessKey,
      AWS_REGION: 'eu-central-1',
      STAGELY_AWS_ENDPOINT: emulator.url,
      STAGELY_LIVE_QUICK: '1',
    },
  };
}

export async function startDigitalOcean(): Promise<EmulatedCloud> {
  const timings = {
    activeMs: 10,
    privateAddressMs: 0,
    publicAddressMs: 5,
    actionMs: 5,
    deletedMs: 10,
  };
  const emulator = await startDigitalOceanEmulator({ ...QUICK, timings });
  return {
    emulator,
    env: {
      DO_API_TOKEN: DIGITALOCEAN_TEST_TOKEN,
      DO_REGION: 'fra1',
      STAGELY_DIGITALOCEAN_ENDPOINT: emulator.url,
      STAGELY_LIVE_QUICK: '1',
    },
  };
}

export async function startHetzner(clock: Clock = systemClock): Promise<EmulatedCloud> {
  const timings = { createMs: 5, startMs: 5, deleteMs: 5 };
  const emulator = await startHetznerEmulator({ ...QUICK, timings, clock });
  return {
    emulator,
    env: {
      HETZNER_API_TOKEN: 'hetzner-test-token',
      HETZNER_LOCATION: 'nbg1',
      STAGELY_HETZNER_ENDPOINT: `${emulator.url}/v1`,
      STAGELY_LIVE_QUICK: '1',
    },
  };
}
