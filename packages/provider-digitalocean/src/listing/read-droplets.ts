import { StagelyError } from '@stagely/core';
import { abortedError, type Call } from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import { isForbidden } from '../api/is-forbidden.js';
import { PAGE_SIZE } from '../api/page.js';
import { MANAGED_TAG } from '../droplets/droplet-marks.js';
import { listDroplets } from './list-droplets.js';

/** Droplets by id, with an error in place of each that could not be read. */
export type ReadDroplets = Map<string, Droplet | StagelyError>;

/** From how many droplets on a list takes fewer requests than single reads. */
const MANY = 5;
/** How many single reads are under way at the same time. */
const AT_ONCE = 8;

/**
 * Reads droplets by id: by lists of Stagely's where there are many, and one by one those that these do not show. What
 * fails is the answer for those that it is about.
 *
 * @throws OperationAbortedError
 */
export async function readDroplets(
  client: DigitalOceanClient,
  instanceIds: readonly string[],
  call: Call,
): Promise<ReadDroplets> {
  const listed: ReadDroplets =
    instanceIds.length < MANY ? new Map() : await findInLists(client, instanceIds, call);
  const left = instanceIds.filter((id) => !listed.has(id));
  return new Map([...listed, ...(await readEach(client, left, call))]);
}

async function findInLists(
  client: DigitalOceanClient,
  instanceIds: readonly string[],
  call: Call,
): Promise<ReadDroplets> {
  const wanted = new Set(instanceIds);
  const found: ReadDroplets = new Map();
  let seen = 0;
  try {
    for await (const droplet of listDroplets(client, MANAGED_TAG, call)) {
      const instanceId = String(droplet.id);
      if (wanted.delete(instanceId)) found.set(instanceId, droplet);
      // A further page takes two requests: when as few would read what is left, these are better.
      const isPageEnd = ++seen % PAGE_SIZE === 0;
      if (wanted.size === 0 || (isPageEnd && wanted.size <= 2)) break;
    }
  } catch (error) {
    throwIfAborted(call);
    if (!(error instanceof StagelyError)) throw error;
    // A token that may not read tags may still read single droplets.
    if (isForbidden(error)) return found;
    for (const instanceId of wanted) found.set(instanceId, error);
  }
  return found;
}

async function readEach(
  client: DigitalOceanClient,
  instanceIds: readonly string[],
  call: Call,
): Promise<ReadDroplets> {
  const results: ReadDroplets = new Map();
  const queue = instanceIds.values();
  const work = async () => {
    for (const instanceId of queue) {
      results.set(instanceId, await tryRead(client, instanceId, call));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function tryRead(
  client: DigitalOceanClient,
  instanceId: string,
  { operation, signal }: Call,
): Promise<Droplet | StagelyError> {
  const call = { operation: { ...operation, instanceId }, signal };
  throwIfAborted(call);
  try {
    return await client.readDroplet(instanceId, call);
  } catch (error) {
    throwIfAborted(call);
    if (error instanceof StagelyError) return error;
    throw error;
  }
}

function throwIfAborted({ operation, signal }: Call): void {
  if (signal?.aborted) throw abortedError(operation, signal);
}
