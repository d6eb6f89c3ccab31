import type { Clock } from '@stagely/core/plugin';
import { signalOf } from '../clouds/signal-of.js';

export interface SlowNetworkOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Milliseconds. */
const USUAL = { min: 5, max: 400 };
const RARE = { chance: 0.05, max: 12_000 };

/**
 * A network on which every request and every answer takes a time drawn by chance. What has been sent arrives, whether
 * or not the sender still waits.
 */
export function slowNetwork({ fetch, clock, random }: SlowNetworkOptions): typeof globalThis.fetch {
  const travel = () => {
    const max = random() < RARE.chance ? RARE.max : USUAL.max;
    return clock.sleep(Math.round(USUAL.min + random() * (max - USUAL.min)));
  };
  return async (input, init) => {
    const signal = signalOf(input, init);
    const request = new Request(input, { ...init, signal: null });
    signal?.throwIfAborted();
    const answer = travel().then(async () => {
      // Only a body that is still on its way can be cut.
      const response = await fetch(request, { signal: signal?.aborted ? null : signal });
      await travel();
      return response;
    });
    return signal ? Promise.race([answer, rejectionOf(signal)]) : answer;
  };
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
