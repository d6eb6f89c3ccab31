import { retry } from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';

/**
 * @import { Clock, CloudProvider, ListedInstance } from '@stagely/core'
 * @import { Pace } from '../target/live-target.js'
 */

/**
 * @typedef {object} EndedMachines
 * @property {string[]} ended the machines that were there and are no more
 * @property {{ instanceId: string, error: unknown }[]} left the machines that could not be ended, and why
 */

/** How often a machine that is still there is ended again. */
const TRIES = 20;

/**
 * Ends every machine that carries the tags, until none has been seen for a while: a creation whose answer was lost may
 * show its machine late. One machine's failure does not keep the others alive.
 *
 * @param {CloudProvider} provider
 * @param {Record<string, string>} tags
 * @param {Pace} pace
 * @param {Clock} [clock]
 * @returns {Promise<EndedMachines>}
 */
export async function endMachines(provider, tags, { pollMs, settleMs }, clock = systemClock) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {EndedMachines['left']} */
  let left = [];
  let noneSince = clock.now();
  const rounds = TRIES + Math.ceil(settleMs / pollMs);
  for (let round = 1; round <= rounds; round++) {
    const live = await retry(() => listLive(provider, tags), { clock, minDelayMs: pollMs });
    const now = clock.now();
    if (live.length === 0 && now - noneSince >= settleMs) return { ended: [...seen], left: [] };
    if (live.length > 0) noneSince = now;
    left = [];
    for (const { instanceId } of live) {
      seen.add(instanceId);
      left.push({ instanceId, error: await end(provider, instanceId) });
    }
    await clock.sleep(pollMs);
  }
  const leftIds = new Set(left.map(({ instanceId }) => instanceId));
  return { ended: [...seen].filter((instanceId) => !leftIds.has(instanceId)), left };
}

/**
 * @param {CloudProvider} provider
 * @param {Record<string, string>} tags
 */
async function listLive(provider, tags) {
  /** @type {ListedInstance[]} */
  const live = [];
  for await (const instance of provider.listInstances({ tags })) {
    // Not left to the provider alone: what is under test here may be its filter.
    const ours = Object.entries(tags).every(([key, value]) => instance.tags[key] === value);
    if (ours && instance.state !== 'terminated') live.push(instance);
  }
  return live;
}

/**
 * @param {CloudProvider} provider
 * @param {string} instanceId
 * @returns {Promise<unknown>} why it could not be ended
 */
async function end(provider, instanceId) {
  try {
    await provider.terminateInstance(instanceId);
    return undefined;
  } catch (error) {
    return error;
  }
}
