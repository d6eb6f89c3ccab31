import { setTimeout as pause } from 'node:timers/promises';
import { withCredentials } from './stagely.mjs';

/** @import { Books, Cloud } from './clouds.mjs' */
/** @import { Machine } from './machines.mjs' */
/** @import { Screen } from './screen.mjs' */
/** @import { Stagely } from './stagely.mjs' */

const SETTLED_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 100;

/**
 * The words of the command that ends machines of one provider.
 *
 * @param {string} provider
 * @param {readonly string[]} instanceIds
 */
export function terminateCommand(provider, instanceIds) {
  return ['terminate', ...withCredentials(provider), ...instanceIds];
}

/**
 * Ends the machines of one provider by one command.
 *
 * @param {string} provider
 * @param {readonly Machine[]} machines
 * @param {{ stagely: Stagely, screen: Screen }} context
 */
export async function endMachines(provider, machines, { stagely, screen }) {
  for (const machine of machines) machine.state = 'ending';
  const ids = machines.flatMap(({ instanceId }) => instanceId ?? []);
  const { document = [], failure } = await stagely.json(terminateCommand(provider, ids));
  for (const { instanceId, terminated } of document) {
    const machine = machines.find((candidate) => candidate.instanceId === instanceId);
    if (machine === undefined || !terminated) continue;
    Object.assign(machine, { state: 'ended', ended: true });
    screen.changed(machine, 'has ended');
  }
  return failure;
}

/**
 * Whatever happened: no machine stays. No signal stops this.
 *
 * @param {readonly Cloud[]} clouds
 * @param {Stagely} stagely
 * @returns {Promise<number>} how many machines it ended
 */
export async function endLeftovers(clouds, stagely) {
  const counts = clouds.map(async ({ provider }) => {
    const ids = (await stagely.list(provider)).map(({ instanceId }) => instanceId);
    if (ids.length === 0) return 0;
    const command = terminateCommand(provider, ids);
    const { failure } = await stagely.json(command, { unstoppable: true });
    if (failure !== undefined) throw new Error(`stagely ${command.join(' ')} failed: ${failure}`);
    return ids.length;
  });
  return (await Promise.all(counts)).reduce((total, count) => total + count, 0);
}

/**
 * What the clouds' own books say, once they have ended what they were told to end; that takes a moment on each of them.
 *
 * @param {readonly Cloud[]} clouds
 * @param {Stagely} stagely
 */
export async function readFinalBooks(clouds, stagely) {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const books = await readBooks(clouds, stagely);
    if (isEmpty(books) || performance.now() > deadline) return books;
    await pause(LOOK_AGAIN_MS);
  }
}

/**
 * @param {readonly Cloud[]} clouds
 * @param {Stagely} stagely
 * @returns {Promise<Map<string, Books>>} by provider
 */
export async function readBooks(clouds, stagely) {
  const entries = clouds.map(
    async (cloud) => /** @type {const} */ ([cloud.provider, await cloud.readBooks(stagely)]),
  );
  return new Map(await Promise.all(entries));
}

/** @param {ReadonlyMap<string, Books>} books */
export function isEmpty(books) {
  return [...books.values()].every(
    ({ left, beside }) => left === 0 && Object.values(beside).every((count) => count === 0),
  );
}

/**
 * @param {string} provider
 * @param {Books} books
 */
export function formatBooks(provider, { made, left, beside }) {
  const others = Object.entries(beside).map(([what, count]) => `, ${count} ${what}`);
  return `${provider.padEnd(12)}  ${made} made, ${left} left${others.join('')}`;
}
