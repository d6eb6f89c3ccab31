import type { Readable, Writable } from 'node:stream';
import type { Clock, Environment } from '@stagely/core';
import type { ProgressDisplay } from '../terminal/progress-display.js';
import type { RegistryPool } from './registry-pool.js';

/** Where a command reads from: `process.stdin`, or any readable stream. */
export type InputStream = Readable & { readonly isTTY?: boolean | undefined };

/** Where a command writes to: `process.stdout`, or any writable stream. */
export type OutputStream = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** The signals that end a command in an orderly way. */
export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Where signals come from: `process`, or any `EventEmitter`. */
export interface SignalSource {
  on(signal: InterruptSignal, listener: () => void): unknown;
  off(signal: InterruptSignal, listener: () => void): unknown;
}

/** Everything that a command has from outside. Commands that are given the same host share its registries. */
export interface StagelyHost {
  readonly env: Environment;
  /** The folder that file names start from, and whose package.json says which provider plugins there are. */
  readonly cwd: string;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly signals: SignalSource;
  /** Default: the machine's own clock. */
  readonly clock?: Clock | undefined;
  /** The provider registries, kept from one command to the next. */
  readonly registries: RegistryPool;
  /** What is under way, on `stderr`, for all commands that run at the same time. */
  readonly progress: ProgressDisplay;
}
