import type { Clock } from '@stagely/core/plugin';

/**
 * Has the timers of a client library go by a clock while `work` runs: retries and time limits of libraries that take no
 * clock.
 */
export async function withVirtualTimers<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const { setTimeout: start, clearTimeout: stop } = globalThis;
  Reflect.set(
    globalThis,
    'setTimeout',
    (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      new VirtualTimer(clock, ms, () => callback(...args)),
  );
  Reflect.set(globalThis, 'clearTimeout', (timer: unknown) => {
    if (timer instanceof VirtualTimer) timer.close();
    else Reflect.apply(stop, undefined, [timer]);
  });
  try {
    return await work();
  } finally {
    Reflect.set(globalThis, 'setTimeout', start);
    Reflect.set(globalThis, 'clearTimeout', stop);
  }
}

/** What Node's `setTimeout` returns, as far as libraries use it. */
class VirtualTimer {
  readonly #stopped = new AbortController();

  constructor(clock: Clock, ms: number, callback: () => void) {
    clock.sleep(ms, this.#stopped.signal).then(callback, () => undefined);
  }

  close(): this {
    this.#stopped.abort();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
