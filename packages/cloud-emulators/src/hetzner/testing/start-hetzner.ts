import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import { type HetznerEmulatorOptions, startHetznerEmulator } from '../start-hetzner-emulator.js';
import { createHetznerClient } from './hetzner-client.js';

export const TOKEN = 'hetzner-test-token';
export const READ_ONLY_TOKEN = 'hetzner-read-only-token';

/** Constant, so that tests can say when things are done. */
export const timings = {
  createMs: 4000,
  startMs: 3000,
  powerOffMs: 1500,
  shutdownRequestMs: 1000,
  shutdownMs: 4000,
  rebootMs: 3000,
  rebuildMs: 10_000,
  deleteMs: 2000,
  changeMs: 500,
};

/** From the create call until the server runs. */
export const RUNNING_MS = timings.createMs + timings.startMs;

/** Starts an emulator for one test, under a virtual clock, and a client that speaks HTTP with it. */
export async function startHetzner(options: HetznerEmulatorOptions = {}) {
  const clock = new VirtualClock();
  const emulator = await startHetznerEmulator({
    clock,
    ...options,
    timings: { ...timings, ...options.timings },
  });
  onTestFinished(() => emulator.close());
  const client = createHetznerClient(emulator.url, TOKEN);
  return { emulator, clock, state: emulator.state, client };
}
