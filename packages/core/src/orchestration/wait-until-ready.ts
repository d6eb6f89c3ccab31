import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import type { CloudProvider } from '../contract/cloud-provider.js';
import type { InstanceStatus } from '../contract/instance-status.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { describeOperation, type Operation } from '../plugin/operation.js';
import { poll } from '../plugin/poll.js';
import { parseInputs } from '../validation/parse-input.js';
import {
  abortSignal,
  boundedText,
  clockSchema,
  functionSchema,
  strictFields,
  wholeNumber,
} from '../validation/schemas.js';
import { providerWith } from './provider-argument.js';

/** How to wait for a machine. */
export interface WaitUntilReadyOptions {
  /** How long, in milliseconds. Default: 300,000 (5 minutes). */
  timeoutMs?: number | undefined;
  /** The first pause between reads, in milliseconds; it grows to five times as much. Default: 1,000. */
  minDelayMs?: number | undefined;
  /** For how long a machine that was never seen may be unknown, in milliseconds. Default: 10,000. */
  notFoundGraceMs?: number | undefined;
  /** Told of every status that was read, and waited for. What it throws ends the wait. */
  onStatus?: ((status: InstanceStatus) => void | Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** Numbers from 0 up to 1, for jitter. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

const argumentsSchema = {
  provider: providerWith('getInstanceStatus'),
  instanceId: boundedText(1, 255),
  options: v.optional(
    strictFields({
      timeoutMs: v.optional(wholeNumber(0, 86_400_000), 300_000),
      minDelayMs: v.optional(wholeNumber(1, 3_600_000), 1_000),
      notFoundGraceMs: v.optional(wholeNumber(0, 3_600_000), 10_000),
      onStatus: v.optional(functionSchema),
      signal: v.optional(abortSignal),
      clock: v.optional(clockSchema),
      random: v.optional(functionSchema),
    }),
    {},
  ),
};

/**
 * Waits until a machine is `ready`: running, with a public address. Throttling, 5xx and dropped connections
 * are waited out.
 *
 * @throws InstanceNotFoundError as soon as the machine has ended (the message says why, where the cloud does)
 * or is unknown
 * @throws ReadinessTimeoutError when it is not ready in time; the machine lives on
 * @throws OperationAbortedError, InvalidInputError, and what else `getInstanceStatus` rejects with
 */
export async function waitUntilReady(
  provider: CloudProvider,
  instanceId: string,
  options?: WaitUntilReadyOptions,
): Promise<InstanceStatus> {
  const {
    options: { timeoutMs, minDelayMs, notFoundGraceMs },
  } = parseInputs(
    argumentsSchema,
    { provider, instanceId, options },
    { operation: 'waitUntilReady' },
  );
  const operation = { operation: 'waitUntilReady', provider: provider.name, instanceId };
  const { clock = systemClock, random, onStatus, signal } = options ?? {};
  const unknownUntil = clock.now() + notFoundGraceMs;
  let seen = false;

  const readStatus = async (readSignal: AbortSignal): Promise<InstanceStatus | undefined> => {
    try {
      const status = await provider.getInstanceStatus(instanceId, { signal: readSignal });
      seen = true;
      return status;
    } catch (error) {
      if (!seen && error instanceof InstanceNotFoundError && clock.now() < unknownUntil) return;
      throw error;
    }
  };

  const find = async (readSignal: AbortSignal): Promise<Finding | undefined> => {
    const status = await readStatus(readSignal);
    if (status === undefined) return undefined;
    try {
      await onStatus?.(status);
    } catch (error) {
      return { error };
    }
    if (status.state === 'terminated') return { error: endedError(status, operation) };
    return status.ready ? { status } : undefined;
  };

  const finding = await poll(find, {
    clock,
    operation,
    timeoutMs,
    signal,
    backoff: { minDelayMs, maxDelayMs: minDelayMs * 5, random },
    awaiting: 'the machine to be running with a public address',
  });
  if ('error' in finding) throw finding.error;
  return finding.status;
}

/** What ends the wait: not a read that failed, which may be tried again. */
type Finding = { readonly status: InstanceStatus } | { readonly error: unknown };

function endedError({ reason }: InstanceStatus, operation: Operation): InstanceNotFoundError {
  const why = reason ? ` (${reason})` : '';
  return new InstanceNotFoundError(
    `${describeOperation(operation)}: the machine has ended${why} and will not become ready. Create another one.`,
    operation,
  );
}
