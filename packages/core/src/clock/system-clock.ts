import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './clock.js';

/** Timers of JavaScript fire at once when they are asked to wait longer than this: 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      if (signal !== undefined) setMaxListeners(0, signal);
      let remaining = Math.max(0, ms);
      for (; remaining > LONGEST_TIMER; remaining -= LONGEST_TIMER) {
        await delay(LONGEST_TIMER, undefined, { signal });
      }
      await delay(remaining, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
