import { InstanceNotFoundError, InvalidInputError } from '@stagely/core';
import {
  type BackoffOptions,
  type Call,
  type Clock,
  describeOperation,
  OWNERSHIP_TAG,
  poll,
} from '@stagely/core/plugin';
import type { HetznerServer } from '../client/resources/server.js';
import { mapError } from '../errors/map-error.js';
import { isLocked } from '../errors/recognise-refusal.js';
import type { ServerLabels } from './server-labels.js';

export interface SetExpiryOptions {
  readonly labels: ServerLabels;
  readonly clock: Clock;
  readonly backoff: BackoffOptions;
}

/** How long a machine may be locked by something else under way, such as its creation, in milliseconds. */
const LOCKED_TIMEOUT_MS = 60_000;

/**
 * Sets or removes the lease of a machine.
 *
 * @throws InstanceNotFoundError, InvalidInputError for a machine that is not Stagely's, and what requests are refused with
 */
export async function setExpiry(
  instanceId: string,
  expiresAt: Date | undefined,
  call: Call,
  { labels, clock, backoff }: SetExpiryOptions,
): Promise<void> {
  const { operation, signal } = call;
  const id = Number(instanceId);
  const tryOnce = async (cut: AbortSignal): Promise<{ failure?: unknown } | undefined> => {
    const change = (server: HetznerServer) => {
      requireLiveAndOwn(server.status, server.labels, call);
      return withExpiry(server.labels, expiresAt);
    };
    try {
      await labels.change(id, change, { operation, signal: cut });
      return {};
    } catch (failure) {
      return isLocked(failure) ? undefined : { failure };
    }
  };
  const { failure } = await poll(tryOnce, {
    clock,
    operation,
    timeoutMs: LOCKED_TIMEOUT_MS,
    signal,
    backoff,
    awaiting: 'the machine to be unlocked, and earlier changes of its labels to end',
  });
  if (failure !== undefined) throw mapError(failure, { ...call, subject: 'instance' });
}

function withExpiry(
  labels: Readonly<Record<string, string>>,
  expiresAt: Date | undefined,
): Record<string, string> {
  const others = Object.entries(labels).filter(([key]) => key !== OWNERSHIP_TAG.expiresAt);
  const lease =
    expiresAt === undefined ? [] : [[OWNERSHIP_TAG.expiresAt, String(expiresAt.getTime())]];
  return Object.fromEntries([...others, ...lease]);
}

function requireLiveAndOwn(
  status: string,
  labels: Readonly<Record<string, string>>,
  { operation }: Call,
): void {
  const failed = `${describeOperation(operation)} failed`;
  if (status === 'deleting') {
    throw new InstanceNotFoundError(`${failed}: the machine is being deleted.`, operation);
  }
  if (Object.hasOwn(labels, OWNERSHIP_TAG.managed)) return;
  const message = 'is no machine of Stagely’s, and only those have leases';
  throw new InvalidInputError(`${failed}: ${operation.instanceId} ${message}.`, {
    ...operation,
    issues: [{ path: 'instanceId', message }],
  });
}
