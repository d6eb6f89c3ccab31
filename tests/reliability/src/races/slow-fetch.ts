import type { Clock } from '@stagely/core/plugin';

/**
 * Lets every request take its time, on the way there and on the way back. A request whose caller has given up is
 * carried out all the same, as it may be when it is under way already.
 */
export function slowFetch(
  fetch: typeof globalThis.fetch,
  clock: Clock,
  nextLatencyMs: () => number,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const uncut = new Request(request, { signal: new AbortController().signal });
    const answer = (async () => {
      await clock.sleep(nextLatencyMs());
      const response = await fetch(uncut);
      await clock.sleep(nextLatencyMs());
      return response;
    })();
    const cut = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    return Promise.race([answer, cut]);
  };
}
