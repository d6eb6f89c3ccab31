import { EventEmitter } from 'node:events';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** As of a program that SIGPIPE ends. */
const NO_READER = 141;

/** What ends the demo early, and in good order: Ctrl-C, a closed terminal, a reader that has gone (`| head`). */
export class Interruption {
  /** Where commands hear of it, as they otherwise would from the process. */
  signals = new EventEmitter().setMaxListeners(0);
  /** The exit code, once there was an interruption. @type {number | undefined} */
  exitCode;
  /** @type {NodeJS.Process} */
  #process;
  /** @type {(again: boolean) => void} */
  #tell;
  #controller = new AbortController();
  #onSignal = (/** @type {keyof typeof EXIT_CODES} */ name) => this.#interrupt(EXIT_CODES[name]);
  #onUnwritten = (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== 'EPIPE') throw error;
    if (this.exitCode === undefined) this.#interrupt(NO_READER);
  };

  /**
   * @param {NodeJS.Process} process
   * @param {(again: boolean) => void} tell is called at each signal
   */
  constructor(process, tell) {
    this.#process = process;
    this.#tell = tell;
    process.on('SIGINT', this.#onSignal).on('SIGTERM', this.#onSignal).on('SIGHUP', this.#onSignal);
    process.stdout.on('error', this.#onUnwritten);
    process.stderr.on('error', this.#onUnwritten);
  }

  /** @throws once there was an interruption */
  throwIfAny() {
    this.#controller.signal.throwIfAborted();
  }

  /** Leaves the signals to others again; without this listener they would end the process. */
  dispose() {
    this.#process
      .off('SIGINT', this.#onSignal)
      .off('SIGTERM', this.#onSignal)
      .off('SIGHUP', this.#onSignal);
  }

  /** @param {number} exitCode */
  #interrupt(exitCode) {
    const again = this.exitCode !== undefined;
    this.exitCode ??= exitCode;
    this.#tell(again);
    if (again) return;
    this.#controller.abort();
    this.signals.emit('SIGINT');
  }
}
