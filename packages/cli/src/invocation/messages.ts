import { inspect } from 'node:util';
import type { LogLevel } from '../host/log-router.js';
import type { Colors } from '../terminal/colors.js';
import { printableLines } from '../terminal/printable.js';
import type { ProgressDisplay } from '../terminal/progress-display.js';

interface MessagesOptions {
  readonly colors: Colors;
  readonly debug: boolean;
  /** Takes out what must not be shown. */
  readonly redact: (text: string) => string;
}

/** What one command tells the person at the terminal, on `stderr`. */
export class Messages {
  readonly colors: Colors;
  readonly #progress: ProgressDisplay;
  readonly #debug: boolean;
  readonly #redact: (text: string) => string;
  readonly #warned = new Set<string>();

  constructor(progress: ProgressDisplay, options: MessagesOptions) {
    this.#progress = progress;
    this.colors = options.colors;
    this.#debug = options.debug;
    this.#redact = options.redact;
  }

  /** Something good to know. */
  note(text: string): void {
    this.#progress.print(this.#show(text));
  }

  /** Something that needs attention; the same warning is given once. */
  warn(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#progress.print(`${this.colors.yellow('warning:')} ${this.#show(text)}`);
  }

  /** Something that failed, and what to do about it. */
  error(text: string, hint: string | undefined): void {
    const lines = [`${this.colors.red('error:')} ${this.#show(text)}`];
    if (hint !== undefined) lines.push(`${this.colors.cyan('hint:')} ${this.#show(hint)}`);
    this.#progress.print(lines.join('\n'));
  }

  /** Text for programs, as it is. */
  raw(text: string): void {
    this.#progress.print(text);
  }

  /** Takes what a provider logs: warnings and errors always, the rest with `--debug`. */
  log(level: LogLevel, message: string, fields: object): void {
    if (this.#debug) {
      const details = inspect(fields, { breakLength: Number.POSITIVE_INFINITY });
      this.#progress.print(this.colors.dim(this.#show(`${level}: ${message} ${details}`)));
    } else if (level === 'warn' || level === 'error') {
      this.warn(message);
    }
  }

  #show(text: string): string {
    return printableLines(this.#redact(text));
  }
}
