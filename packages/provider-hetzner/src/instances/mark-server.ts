import { InstanceNotFoundError } from '@stagely/core';
import {
  type Call,
  describeOperation,
  type InstanceMark,
  OWNERSHIP_TAG,
} from '@stagely/core/plugin';
import type { HetznerClient } from '../client/hetzner-client.js';
import { withMappedErrors } from '../errors/map-error.js';
import { isNameTaken } from '../errors/recognise-refusal.js';
import type { ServerLabels } from './server-labels.js';
import { toAbandonedName, toKeptName, toServerName } from './server-name.js';
import { toManagedInstance } from './to-managed-instance.js';

export interface MarkChange {
  readonly mark: InstanceMark;
  readonly set: boolean;
}

/** Where the marks are. */
export interface MarkedServers {
  readonly client: HetznerClient;
  readonly labels: ServerLabels;
}

/**
 * Sets or removes a mark of concurrent creations: `adopted` is a label, `abandoned` another name.
 *
 * @throws InstanceNotFoundError
 */
export async function markServer(
  { client, labels }: MarkedServers,
  instanceId: string,
  { mark, set }: MarkChange,
  call: Call,
): Promise<void> {
  const id = Number(instanceId);
  const options = { signal: call.signal };
  await withMappedErrors({ ...call, subject: 'instance' }, async () => {
    if (mark === 'adopted') {
      await labels.change(id, (server) => withAdoption(server.labels, set), call);
      return;
    }
    const server = await client.servers.get(id, options);
    const { idempotencyKeyHash } = toManagedInstance(server);
    if (idempotencyKeyHash === undefined) throw notOurs(call);
    if (set) {
      await client.servers.changeName(id, toAbandonedName(idempotencyKeyHash, id), options);
      return;
    }
    const name = toServerName(idempotencyKeyHash);
    await client.servers.changeName(id, name, options).catch((error: unknown) => {
      if (!isNameTaken(error)) throw error;
      return client.servers.changeName(id, toKeptName(idempotencyKeyHash, id), options);
    });
  });
}

function withAdoption(
  labels: Readonly<Record<string, string>>,
  set: boolean,
): Record<string, string> {
  const others = Object.entries(labels).filter(([key]) => key !== OWNERSHIP_TAG.adopted);
  return Object.fromEntries(set ? [...others, [OWNERSHIP_TAG.adopted, '1']] : others);
}

function notOurs({ operation }: Call): InstanceNotFoundError {
  return new InstanceNotFoundError(
    `${describeOperation(operation)} failed: the machine does not carry Stagely's labels any more. Look who has taken them away.`,
    operation,
  );
}
