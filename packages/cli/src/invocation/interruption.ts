import type { InterruptSignal, SignalSource } from '../host/stagely-host.js';

const EXIT_CODES: Record<InterruptSignal, number> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** What a person is told who interrupts a command. */
export interface InterruptionNotice {
  /** At the first signal: what happens now. */
  readonly first: string;
  /** At every further one: why it takes time, and what to do if the process is killed. */
  readonly again: string;
}

/** Turns SIGINT, SIGTERM and SIGHUP into an abort: the first one begins the orderly end, the others only explain it. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #signals: SignalSource;
  readonly #tell: (text: string) => void;
  #received: InterruptSignal | undefined;
  #notice: InterruptionNotice = {
    first: 'Interrupted: stopping.',
    again: 'Stopping is under way.',
  };
  readonly #onSigint = (): void => this.#receive('SIGINT');
  readonly #onSigterm = (): void => this.#receive('SIGTERM');
  readonly #onSighup = (): void => this.#receive('SIGHUP');

  constructor(signals: SignalSource, tell: (text: string) => void) {
    this.#signals = signals;
    this.#tell = tell;
    signals.on('SIGINT', this.#onSigint);
    signals.on('SIGTERM', this.#onSigterm);
    signals.on('SIGHUP', this.#onSighup);
  }

  /** Aborted at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP, `undefined` without an interruption. */
  get exitCode(): number | undefined {
    return this.#received === undefined ? undefined : EXIT_CODES[this.#received];
  }

  /** Says what an interruption means from now on. */
  expect(notice: InterruptionNotice): void {
    this.#notice = notice;
  }

  /** Leaves the signals to others again. */
  dispose(): void {
    this.#signals.off('SIGINT', this.#onSigint);
    this.#signals.off('SIGTERM', this.#onSigterm);
    this.#signals.off('SIGHUP', this.#onSighup);
  }

  #receive(signal: InterruptSignal): void {
    if (this.#received !== undefined) {
      this.#tell(this.#notice.again);
      return;
    }
    this.#received = signal;
    this.#tell(this.#notice.first);
    this.#controller.abort();
  }
}
