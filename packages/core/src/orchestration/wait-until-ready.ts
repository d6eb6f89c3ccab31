import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import type { CloudProvider } from '../contract/cloud-provider.js';
import type { InstanceStatus } from '../contract/instance-status.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { describeOperation } from '../plugin/operation.js';
import { poll } from '../plugin/poll.js';
import { parseInput } from '../validation/parse-input.js';
import {
  boundedText,
  clockSchema,
  functionSchema,
  strictFields,
  wholeNumber,
} from '../validation/schemas.js';

/** How to wait for a machine. */
export interface WaitUntilReadyOptions {
  /** How long, in milliseconds. Default: 300,000 (5 minutes). */
  timeoutMs?: number | undefined;
  /** The first pause between reads, in milliseconds; it grows to five times as much. Default: 1,000. */
  minDelayMs?: number | undefined;
  /** For how long a machine that was never seen may be unknown, in milliseconds. Default: 10,000. */
  notFoundGraceMs?: number | undefined;
  /** Told of every status that was read. */
  onStatus?: ((status: InstanceStatus) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** Numbers from 0 up to 1, for jitter. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

const optionsSchema = v.optional(
  strictFields({
    timeoutMs: v.optional(wholeNumber(0, 86_400_000), 300_000),
    minDelayMs: v.optional(wholeNumber(1, 3_600_000), 1_000),
    notFoundGraceMs: v.optional(wholeNumber(0, 3_600_000), 10_000),
    onStatus: v.optional(functionSchema),
    signal: v.optional(v.instance(AbortSignal, 'must be an AbortSignal')),
    clock: v.optional(clockSchema),
    random: v.optional(functionSchema),
  }),
  {},
);

/**
 * Waits until a machine is `ready`: running, with a public address. Throttling, 5xx and dropped connections
 * are waited out.
 *
 * @throws InstanceNotFoundError as soon as the machine has ended (the message says why, where the cloud does)
 * or is unknown
 * @throws ReadinessTimeoutError when it is not ready in time; the machine lives on
 * @throws OperationAbortedError, InvalidInputError, InvalidCredentialsError
 */
export async function waitUntilReady(
  provider: CloudProvider,
  instanceId: string,
  options?: WaitUntilReadyOptions,
): Promise<InstanceStatus> {
  const operation = { operation: 'waitUntilReady', provider: provider.name, instanceId };
  parseInput(boundedText(1, 255), instanceId, 'instanceId', operation);
  const { timeoutMs, minDelayMs, notFoundGraceMs } = parseInput(
    optionsSchema,
    options,
    'options',
    operation,
  );
  const { clock = systemClock, random, onStatus, signal } = options ?? {};
  const unknownUntil = clock.now() + notFoundGraceMs;
  let seen = false;

  const read = async (readSignal: AbortSignal): Promise<InstanceStatus | undefined> => {
    try {
      const status = await provider.getInstanceStatus(instanceId, { signal: readSignal });
      seen = true;
      onStatus?.(status);
      if (status.state === 'terminated') throw endedError(status.reason);
      return status.ready ? status : undefined;
    } catch (error) {
      if (!seen && error instanceof InstanceNotFoundError && clock.now() < unknownUntil)
        return undefined;
      throw error;
    }
  };
  const endedError = (reason?: string) =>
    new InstanceNotFoundError(
      `${describeOperation(operation)}: the machine has ended${reason ? ` (${reason})` : ''} and will not become ready. Create another one.`,
      operation,
    );

  return poll(read, {
    clock,
    operation,
    timeoutMs,
    signal,
    backoff: { minDelayMs, maxDelayMs: minDelayMs * 5, random },
    awaiting: 'the machine to be running with a public address',
  });
}
