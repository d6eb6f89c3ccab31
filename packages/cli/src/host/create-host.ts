import process from 'node:process';
import type { Clock, Environment, ProviderPlugin, ProviderRegistryOptions } from '@stagely/core';
import { ProgressDisplay } from '../terminal/progress-display.js';
import { withEndpoints } from './endpoint-settings.js';
import { processSignals } from './process-signals.js';
import { RegistryPool } from './registry-pool.js';
import type { InputStream, OutputStream, SignalSource, StagelyHost } from './stagely-host.js';

/** What differs from the running process. */
export interface HostOptions {
  /** Default: the environment of the process. */
  env?: Environment | undefined;
  /** Default: the working directory of the process. */
  cwd?: string | undefined;
  /** Default: `process.stdin`. */
  stdin?: InputStream | undefined;
  /** Default: `process.stdout`. */
  stdout?: OutputStream | undefined;
  /** Default: `process.stderr`. */
  stderr?: OutputStream | undefined;
  /** Default: those of the process. */
  signals?: SignalSource | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
  /**
   * Settings of single providers by name, such as `{ mock: { delay: 500 } }`. Default: the addresses that variables
   * such as `STAGELY_AWS_ENDPOINT` name.
   */
  providers?: ProviderRegistryOptions['providers'];
  /** Plugins that are there without being installed, by their own names. Default: none. */
  plugins?: readonly ProviderPlugin[] | undefined;
}

/** Makes the host of one or several commands, by default of the running process. Opens nothing and reads nothing yet. */
export function createHost(options: HostOptions = {}): StagelyHost {
  const { env = process.env, cwd = process.cwd(), signals = processSignals() } = options;
  const { stdin, stdout = process.stdout, stderr = process.stderr, clock, ...rest } = options;
  return {
    env,
    cwd,
    // Looking at process.stdin opens it, and an open standard input keeps a process alive.
    get stdin() {
      return stdin ?? process.stdin;
    },
    stdout,
    stderr,
    signals,
    clock,
    registries: new RegistryPool({
      cwd,
      clock,
      providers: withEndpoints(rest.providers, env),
      plugins: rest.plugins,
    }),
    progress: new ProgressDisplay(stderr, { env, now: () => clock?.now() ?? Date.now() }),
  };
}
