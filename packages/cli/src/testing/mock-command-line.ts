import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import mockPlugin, { MockProvider, type MockSettings } from '@stagely/provider-mock';
import { createHost, type HostOptions } from '../host/create-host.js';
import type { InputStream } from '../host/stagely-host.js';
import { runStagely } from '../run-stagely.js';
import { CapturedOutput } from './captured-output.js';

/** What a command left behind. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MockCommandLineOptions extends Pick<HostOptions, 'cwd' | 'plugins'> {
  readonly env?: Environment;
  readonly settings?: MockSettings;
  readonly stdin?: string | InputStream;
  /** Both outputs are terminals. */
  readonly isTTY?: boolean;
}

/** `stagely` in one process, on a clock that stands still, with a mock provider that the test holds in its hands. */
export function mockCommandLine(options: MockCommandLineOptions = {}) {
  const { isTTY = false, settings = {}, env = { STAGELY_PROVIDER: 'mock' } } = options;
  const clock = new VirtualClock();
  const signals = new EventEmitter();
  const stdout = new CapturedOutput({ isTTY });
  const stderr = new CapturedOutput({ isTTY });
  const host = createHost({
    env,
    cwd: options.cwd ?? fileURLToPath(new URL('../..', import.meta.url)),
    stdin: typeof options.stdin === 'object' ? options.stdin : Readable.from([options.stdin ?? '']),
    stdout,
    stderr,
    signals,
    clock,
    plugins: [{ ...mockPlugin, createProvider: () => mock }, ...(options.plugins ?? [])],
  });
  const mock = new MockProvider({}, { clock, settings, logger: host.registries.logs.logger });
  /** Runs a command to its end, however long that takes on the clock. */
  const stagely = async (...argv: string[]): Promise<CommandResult> => {
    const exitCode = await clock.run(() => runStagely(argv, host));
    return { exitCode, stdout: stdout.take(), stderr: stderr.take() };
  };
  return { host, mock, clock, signals, stdout, stderr, stagely };
}
