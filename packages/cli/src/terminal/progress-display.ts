import type { Environment } from '@stagely/core';
import type { createLogUpdate } from 'log-update';
import type { OutputStream } from '../host/stagely-host.js';
import type { Colors } from './colors.js';
import { formatElapsed } from './format-duration.js';
import { printable } from './printable.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** Something that is under way, shown with the time it has taken. */
export interface ProgressRow {
  /** Says what it is doing now. */
  update(text: string): void;
  /** Takes it away; `text` says what came of it. */
  finish(text?: string): void;
}

export interface ProgressOptions {
  readonly colors: Colors;
  /** Say nothing where rows cannot move: for what is over in a moment. Default: false. */
  readonly onlyOnTerminal?: boolean;
}

/**
 * What is under way, one row each. On a terminal the rows move and stay below whatever else is printed; in a
 * file, a pipe or CI, each piece of news is a line of its own.
 */
export class ProgressDisplay {
  readonly #stream: OutputStream;
  readonly #now: () => number;
  readonly #live: boolean;
  readonly #rows = new Set<() => string>();
  #render: ReturnType<typeof createLogUpdate> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor(stream: OutputStream, options: { env: Environment; now: () => number }) {
    const { env, now } = options;
    this.#stream = stream;
    this.#now = now;
    this.#live = stream.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'];
  }

  async start(label: string, options: ProgressOptions): Promise<ProgressRow> {
    const shown = printable(label);
    return this.#live ? this.#startRow(shown, options.colors) : this.#startLines(shown, options);
  }

  /** Prints whole lines, above the rows. */
  print(text: string): void {
    this.writeAbove(() => this.#stream.write(`${text}\n`));
  }

  /** Lets something else write to the same terminal, above the rows. */
  writeAbove(write: () => void): void {
    this.#render?.clear();
    write();
    this.#paint();
  }

  async #startRow(label: string, colors: Colors): Promise<ProgressRow> {
    if (this.#render === undefined) {
      const { createLogUpdate } = await import('log-update');
      this.#render ??= createLogUpdate(this.#stream, { showCursor: true });
    }
    const startedAt = this.#now();
    const elapsed = () => formatElapsed(this.#now() - startedAt);
    let doing = '';
    const row = () =>
      `${colors.cyan(FRAMES[this.#frame % FRAMES.length] ?? '')} ${label}${doing} ${colors.dim(elapsed())}`;
    this.#rows.add(row);
    this.#timer ??= setInterval(() => this.#turn(), FRAME_MS).unref();
    this.#paint();
    return {
      update: (text) => {
        doing = `: ${printable(text)}`;
        this.#paint();
      },
      finish: (text) => {
        if (!this.#rows.delete(row)) return;
        if (this.#rows.size === 0) {
          clearInterval(this.#timer);
          this.#timer = undefined;
        }
        if (text === undefined) this.#paint();
        else
          this.print(`${colors.green('✔')} ${label}: ${printable(text)} ${colors.dim(elapsed())}`);
      },
    };
  }

  #startLines(label: string, { onlyOnTerminal = false }: ProgressOptions): ProgressRow {
    if (onlyOnTerminal) return { update: () => undefined, finish: () => undefined };
    const startedAt = this.#now();
    const print = (text: string) =>
      this.print(`${label}: ${printable(text)} (${formatElapsed(this.#now() - startedAt)})`);
    let last = '';
    this.print(`${label} ...`);
    return {
      update: (text) => {
        if (text !== last) print(text);
        last = text;
      },
      finish: (text) => {
        if (text !== undefined) print(text);
      },
    };
  }

  #turn(): void {
    this.#frame++;
    this.#paint();
  }

  #paint(): void {
    if (this.#render === undefined) return;
    if (this.#rows.size === 0) this.#render.clear();
    else this.#render([...this.#rows].map((row) => row()).join('\n'));
  }
}
