import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutputStream } from '../host/stagely-host.js';

/** A stream as one command writes to it. A reader that has gone (`| head`) is no failure: the rest is dropped. */
export class OutputChannel {
  readonly stream: OutputStream;
  readonly #writes: Promise<void>[] = [];
  #failure: Error | undefined;
  readonly #fail = (error: Error): void => {
    this.#failure ??= error;
  };

  constructor(stream: OutputStream) {
    this.stream = stream;
    stream.on('error', this.#fail);
  }

  /** Writes without waiting. */
  write(text: string): void {
    if (this.#failure !== undefined) return;
    this.#writes.push(
      new Promise((resolve) => {
        this.stream.write(text, (error) => {
          if (error) this.#fail(error);
          resolve();
        });
      }),
    );
  }

  /** Waits until everything is written, and lets go of the stream; the result is what went wrong, if anything. */
  async close(): Promise<Error | undefined> {
    await Promise.all(this.#writes);
    // A stream tells its writers of a failure first, and its listeners one turn later.
    await nextTurn();
    this.stream.off('error', this.#fail);
    return this.#failure === undefined || hasNoReader(this.#failure) ? undefined : this.#failure;
  }
}

function hasNoReader(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
}
