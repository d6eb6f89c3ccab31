import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from '@stagely/core';

/** How grave a log line is. */
export type LogLevel = keyof Logger;

/** Takes the log lines of one command. */
export type LogSink = (level: LogLevel, message: string, fields: object) => void;

/** Leads what providers log to the command that called them: a provider outlives the command that it was made for. */
export class LogRouter {
  readonly #sink = new AsyncLocalStorage<LogSink>();

  /** What the providers are given. */
  readonly logger: Logger = {
    debug: (fields, message) => this.#sink.getStore()?.('debug', message, fields),
    info: (fields, message) => this.#sink.getStore()?.('info', message, fields),
    warn: (fields, message) => this.#sink.getStore()?.('warn', message, fields),
    error: (fields, message) => this.#sink.getStore()?.('error', message, fields),
  };

  /** Runs a command; what is logged on its behalf goes to `sink`. */
  run<T>(sink: LogSink, command: () => T): T {
    return this.#sink.run(sink, command);
  }
}
