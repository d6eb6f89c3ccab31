import {
  type HetznerEmulator,
  type HetznerEmulatorOptions,
  startHetznerEmulator,
} from '@stagely/cloud-emulators';
import type { ProviderContext } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import { HetznerProvider } from '../hetzner-provider.js';
import type { HetznerSettings } from '../settings.js';

export const TOKEN = 'hetzner-test-token';
export const READ_ONLY_TOKEN = 'hetzner-read-only-token';

/** Constant, so that tests can say when things are done. */
const timings = { createMs: 4_000, startMs: 3_000, deleteMs: 2_000, goneMs: 0 };

export interface TestCloud {
  readonly emulator: HetznerEmulator;
  readonly state: HetznerEmulator['state'];
  readonly clock: VirtualClock;
  readonly provider: HetznerProvider;
  /** What the provider logs. */
  readonly lines: string[];
  /** Another provider of the same project, as in another process. */
  open(settings?: HetznerSettings, token?: string): HetznerProvider;
  /** Carries a program to its end on the virtual clock. */
  run<T>(program: () => Promise<T>): Promise<T>;
  /** What the API was asked, in order. */
  operations(): (string | undefined)[];
}

/** An emulated Hetzner Cloud inside this process, on a clock of its own, and a provider for it. */
export async function startCloud(
  options: HetznerEmulatorOptions = {},
  settings: HetznerSettings = {},
): Promise<TestCloud> {
  const clock = new VirtualClock();
  const emulator = await startHetznerEmulator({
    clock,
    port: false,
    quotas: { servers: 'unlimited', primaryIps: 'unlimited', dedicatedCores: 'unlimited' },
    ...options,
    timings: { ...timings, ...options.timings },
  });
  onTestFinished(() => emulator.close());
  const lines: string[] = [];
  const log = (fields: object, message: string) => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const context: ProviderContext = {
    clock,
    fetch: emulator.fetch,
    random: () => 0.5,
    logger: { debug: log, info: log, warn: log, error: log },
  };
  const open = (own: HetznerSettings = {}, token = TOKEN) =>
    new HetznerProvider(
      { api_token: token, location: 'nbg1' },
      { ...context, settings: { ...settings, ...own } },
    );
  return {
    emulator,
    state: emulator.state,
    clock,
    provider: open(),
    lines,
    open,
    run: (program) => clock.run(program),
    operations: () => emulator.requests.all().map(({ operation }) => operation),
  };
}
