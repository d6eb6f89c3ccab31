import { type AbandoningCloud, type AbandonOptions, abandonInstance } from './abandon-instance.js';
import type { Call } from './creation-cloud.js';
import { releaseInstance } from './release-instance.js';

/** A machine that is still there. */
interface LeftInstance {
  /** Why. */
  readonly left: unknown;
  /** Whether it was to be ended, so that a request may still be carried out. */
  readonly mayEnd: boolean;
}

/** What became of a machine that was to be given up. */
export type GivenUp = 'adopted' | 'ended' | LeftInstance;

/**
 * Gives up a machine that others may adopt: ends it, unless one has, or unless that cannot be told. It takes no longer than
 * the time allowed, because an adopter that sees that the machine is given up waits for so long.
 */
export async function giveUpInstance(
  cloud: AbandoningCloud & { endInstance(instanceId: string, call: Call): Promise<void> },
  instanceId: string,
  options: AbandonOptions,
): Promise<GivenUp> {
  const { clock, timeoutMs } = options;
  const endBy = clock.now() + timeoutMs;
  const abandoned = await abandonInstance(cloud, instanceId, options);
  if (abandoned === 'adopted') return abandoned;
  if (abandoned !== 'free') return { left: abandoned.untold, mayEnd: false };
  const left = await releaseInstance(cloud, instanceId, {
    ...options,
    timeoutMs: endBy - clock.now(),
  });
  return left === undefined ? 'ended' : { left, mayEnd: true };
}
