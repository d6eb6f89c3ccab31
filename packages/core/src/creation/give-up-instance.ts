import { type AbandoningCloud, type AbandonOptions, abandonInstance } from './abandon-instance.js';
import type { Call } from './creation-cloud.js';
import { releaseInstance } from './release-instance.js';

/** What became of a machine that was to be given up; `left` where it could not be ended, and why. */
export type GivenUp = 'adopted' | 'ended' | { readonly left: unknown };

/**
 * Gives up a machine that others may adopt: ends it, unless one has. Both take no longer than the time allowed, because
 * an adopter that sees that the machine is given up waits for so long.
 */
export async function giveUpInstance(
  cloud: AbandoningCloud & { endInstance(instanceId: string, call: Call): Promise<void> },
  instanceId: string,
  options: AbandonOptions,
): Promise<GivenUp> {
  const { clock, timeoutMs } = options;
  const endBy = clock.now() + timeoutMs;
  if (await abandonInstance(cloud, instanceId, { ...options, timeoutMs: timeoutMs / 2 })) {
    return 'adopted';
  }
  const left = await releaseInstance(cloud, instanceId, {
    ...options,
    timeoutMs: endBy - clock.now(),
  });
  return left === undefined ? 'ended' : { left };
}
