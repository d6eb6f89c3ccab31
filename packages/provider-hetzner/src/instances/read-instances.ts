import { type Logger, OperationAbortedError, StagelyError } from '@stagely/core';
import { type Call, OWNERSHIP_TAG } from '@stagely/core/plugin';
import type { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerServer } from '../client/resources/server.js';
import { withMappedErrors } from '../errors/map-error.js';
import { listServers } from './list-servers.js';
import { type HetznerInstance, hasKnownStatus, toManagedInstance } from './to-managed-instance.js';

/** Up to so many machines are read one by one; for more, one list is fewer requests. */
const FEW = 3;

export interface ReadInstancesOptions {
  readonly client: HetznerClient;
  readonly logger: Logger;
}

/**
 * Reads machines by their ids: an entry for each, an error in place of one that cannot be read. Those that the list of
 * Stagely's machines does not hold are read one by one.
 *
 * @throws OperationAbortedError, and what the list is refused with
 */
export async function readInstances(
  instanceIds: readonly string[],
  call: Call,
  options: ReadInstancesOptions,
): Promise<Map<string, HetznerInstance | StagelyError>> {
  const wanted = new Set(instanceIds);
  const read = new Map<string, HetznerInstance | StagelyError>(
    wanted.size > FEW ? await readListed(wanted, call, options) : [],
  );
  const missing = [...wanted].filter((instanceId) => !read.has(instanceId));
  const single = missing.map(async (instanceId) => {
    read.set(instanceId, await readOne(instanceId, call, options));
  });
  await Promise.all(single);
  return read;
}

async function readListed(
  wanted: ReadonlySet<string>,
  call: Call,
  options: ReadInstancesOptions,
): Promise<Map<string, HetznerInstance>> {
  const { signal } = call;
  const found = new Map<string, HetznerInstance>();
  await withMappedErrors({ ...call, subject: 'project' }, async () => {
    for await (const server of listServers(options.client, OWNERSHIP_TAG.managed, { signal })) {
      const instanceId = String(server.id);
      if (wanted.has(instanceId)) found.set(instanceId, toInstance(server, options));
      if (found.size === wanted.size) break;
    }
  });
  return found;
}

async function readOne(
  instanceId: string,
  { operation, signal }: Call,
  options: ReadInstancesOptions,
): Promise<HetznerInstance | StagelyError> {
  const own = { ...operation, instanceId };
  try {
    const server = await withMappedErrors({ operation: own, signal, subject: 'instance' }, () =>
      options.client.servers.get(Number(instanceId), { signal }),
    );
    return toInstance(server, options);
  } catch (error) {
    if (error instanceof StagelyError && !(error instanceof OperationAbortedError)) return error;
    throw error;
  }
}

function toInstance(server: HetznerServer, { logger }: ReadInstancesOptions): HetznerInstance {
  if (!hasKnownStatus(server)) {
    const fields = { provider: 'hetzner', instanceId: String(server.id) };
    const status = server.status.slice(0, 60);
    logger.warn(
      { ...fields, status },
      'Hetzner tells a status that says nothing; it is taken for pending.',
    );
  }
  return toManagedInstance(server);
}
