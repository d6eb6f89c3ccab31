import {
  DIGITALOCEAN_TEST_TOKEN,
  type DigitalOceanEmulatorOptions,
  startDigitalOceanEmulator,
} from '@stagely/cloud-emulators';
import type { ProviderContext } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import type { DigitalOceanCredentials } from '../credentials.js';
import { DigitalOceanProvider } from '../digitalocean-provider.js';
import type { DigitalOceanSettings } from '../settings.js';

/** Timings with which a test knows what time it is. */
const plainTimings = {
  activeMs: 20_000,
  privateAddressMs: 1_000,
  publicAddressMs: 2_000,
  actionMs: 5_000,
  deletedMs: 4_000,
};

/** Starts an emulator for one test, inside the process and under a clock that stands still. */
export async function startDigitalOcean(options: DigitalOceanEmulatorOptions = {}) {
  const clock = new VirtualClock();
  const emulator = await startDigitalOceanEmulator({
    clock,
    port: false,
    timings: plainTimings,
    ...options,
  });
  onTestFinished(() => emulator.close());

  /** Makes a provider of the emulated account. */
  const connect = (
    settings: DigitalOceanSettings = {},
    {
      credentials = {},
      ...context
    }: ProviderContext & { credentials?: Partial<DigitalOceanCredentials> } = {},
  ) =>
    new DigitalOceanProvider(
      { api_token: DIGITALOCEAN_TEST_TOKEN, region: 'fra1', ...credentials },
      {
        clock,
        fetch: emulator.fetch,
        random: () => 0.5,
        ...context,
        settings: { endpoint: emulator.url, ...settings },
      },
    );

  return { clock, emulator, state: emulator.state, connect };
}
