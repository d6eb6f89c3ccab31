import { unlessAborted } from './unless-aborted.js';

interface SharedCall<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** What one of the callers that shared a piece of work learns of it. */
export interface SharedResult<T> {
  readonly value: T;
  /** Whether this caller's signal was aborted while others still waited for the result. */
  readonly gaveUp: boolean;
}

/** Lets calls with the same key that are under way together share one piece of work. */
export class SharedCalls<T> {
  readonly #calls = new Map<string, SharedCall<T>>();

  /** How many pieces of work are under way. */
  get size(): number {
    return this.#calls.size;
  }

  /**
   * Joins the work under way for `key`, or starts it. Its signal is aborted only when every caller's is:
   * a caller that gives up does not take the result from the others, and waits with them until it is known
   * what came of it. Work whose callers have all given up is not joined: a newcomer waits for its end and
   * starts afresh. A caller that has given up before it joined gets what `start` answers to an aborted signal.
   *
   * Who is alone gets what the work came to, and has not given it up in the sense of `gaveUp`: the work has seen
   * the abort, or it came too late.
   */
  async run(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<SharedResult<T>> {
    for (
      let given = this.#calls.get(key);
      given?.controller.signal.aborted && !signal?.aborted;
      given = this.#calls.get(key)
    ) {
      await settledOrAborted(given.result, signal);
    }
    if (signal?.aborted) return { value: await start(signal), gaveUp: false };
    const call = this.#calls.get(key) ?? this.#start(key, start);
    call.waiting++;
    let gaveUp = false;
    const leave = () => {
      call.waiting--;
      if (call.waiting === 0) call.controller.abort(signal?.reason);
      else gaveUp = true;
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return { value: await call.result, gaveUp };
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): SharedCall<T> {
    const controller = new AbortController();
    const result = Promise.resolve()
      .then(() => start(controller.signal))
      .finally(() => this.#calls.delete(key));
    const call = { result, controller, waiting: 0 };
    this.#calls.set(key, call);
    return call;
  }
}

async function settledOrAborted(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  await unlessAborted(work, signal).catch(() => undefined);
}
