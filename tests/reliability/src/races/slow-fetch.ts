import type { Clock } from '@stagely/core/plugin';
import { heldFetch } from '../clouds/held-fetch.js';
import { signalOf } from '../clouds/signal-of.js';

/**
 * Lets every request take its time, on the way there and on the way back. A request whose caller has given up is
 * carried out all the same, as it may be when it is under way already.
 */
export function slowFetch(
  fetch: typeof globalThis.fetch,
  clock: Clock,
  nextLatencyMs: () => number,
): typeof globalThis.fetch {
  return heldFetch(async (input, init) => {
    const signal = signalOf(input, init);
    signal?.throwIfAborted();
    const uncut = new Request(input, { ...init, signal: null });
    const answer = (async () => {
      await clock.sleep(nextLatencyMs());
      const response = await fetch(uncut);
      await clock.sleep(nextLatencyMs());
      return response;
    })();
    if (!signal) return answer;
    const cut = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    return Promise.race([answer, cut]);
  });
}
