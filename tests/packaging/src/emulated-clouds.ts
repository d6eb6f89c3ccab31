import {
  DIGITALOCEAN_TEST_TOKEN,
  EC2_TEST_CREDENTIALS,
  startDigitalOceanEmulator,
  startEc2Emulator,
  startHetznerEmulator,
} from '@stagely/cloud-emulators';

/** An emulated cloud in this process, and what an application needs for it. */
export interface EmulatedCloud {
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Machines that it ever ran, and those that it runs now. */
  readMeter(): { readonly machines: number; readonly alive: number };
  close(): Promise<void>;
}

const QUICK = { pollIntervalMs: 10 };

export async function startAws(): Promise<EmulatedCloud> {
  const timings = { runningMs: 10, addressMs: 5, terminatedMs: 0 };
  const emulator = await startEc2Emulator({ timings });
  return {
    credentials: {
      access_key_id: EC2_TEST_CREDENTIALS.accessKeyId,
      secret_access_key: EC2_TEST_CREDENTIALS.secretAccessKey,
      region: 'eu-central-1',
    },
    settings: { ...QUICK, visibilityWindowMs: 0, endpoint: emulator.url },
    readMeter: () => emulator.meter.total(),
    close: () => emulator.close(),
  };
}

export async function startDigitalOcean(): Promise<EmulatedCloud> {
  const timings = { activeMs: 10, privateAddressMs: 0, publicAddressMs: 5, deletedMs: 5 };
  const emulator = await startDigitalOceanEmulator({ timings });
  return {
    credentials: { api_token: DIGITALOCEAN_TEST_TOKEN, region: 'fra1' },
    settings: { ...QUICK, visibilityWindowMs: 0, endpoint: emulator.url },
    readMeter: () => emulator.meter.total(),
    close: () => emulator.close(),
  };
}

export async function startHetzner(): Promise<EmulatedCloud> {
  const timings = { createMs: 10, startMs: 5, deleteMs: 5 };
  const emulator = await startHetznerEmulator({ timings });
  return {
    credentials: { api_token: 'hetzner-test-token', location: 'nbg1' },
    settings: { ...QUICK, endpoint: `${emulator.url}/v1` },
    readMeter: () => emulator.meter.total(),
    close: () => emulator.close(),
  };
}
