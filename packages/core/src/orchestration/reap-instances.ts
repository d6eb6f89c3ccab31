import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import type { CloudProvider } from '../contract/cloud-provider.js';
import type { ListedInstance } from '../contract/listed-instance.js';
import type { SweepResult } from '../contract/sweep-result.js';
import { tagsSchema } from '../contract/tags-schema.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { abortedError } from '../plugin/operation.js';
import { parseInputs } from '../validation/parse-input.js';
import { abortSignal, clockSchema, strictFields, wholeNumber } from '../validation/schemas.js';
import { isDue, type ReapCriteria } from './is-due.js';
import { providerWith } from './provider-argument.js';

/** Which machines to end. Without `olderThanMs` and `tags`: those whose lease has expired. */
export interface ReapOptions {
  /** End machines older than this, in milliseconds, whatever their lease says. */
  olderThanMs?: number | undefined;
  /**
   * End machines that carry all these tags, whatever their lease says; with `olderThanMs`, only the old ones of
   * them. An empty object is no criterion.
   */
  tags?: Record<string, string> | undefined;
  /** Never end a machine younger than this, in milliseconds, or of unknown age. Default: 300,000 (5 minutes). */
  minimumAgeMs?: number | undefined;
  /** Only tell what would be ended. Default: false. */
  dryRun?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
}

/** What `reapInstances` did. */
export interface ReapResult {
  /** The machines that were ended or, in a dry run, would be. */
  readonly reaped: readonly ListedInstance[];
  /** The machines that could not be read or ended, and why; the next reaping tries again. */
  readonly failed: readonly { readonly instance: ListedInstance; readonly error: Error }[];
  /** What the provider removed beside machines; absent where it has no `sweep`, where that failed, and in a dry run. */
  readonly swept?: SweepResult;
  /** Why `sweep` failed as a whole; the next reaping tries again. */
  readonly sweepError?: Error;
  readonly dryRun: boolean;
}

const argumentsSchema = {
  provider: providerWith('listInstances', 'getInstanceStatus', 'terminateInstance'),
  options: v.optional(
    strictFields({
      olderThanMs: v.optional(wholeNumber(0)),
      tags: v.optional(tagsSchema),
      minimumAgeMs: v.optional(wholeNumber(0), 300_000),
      dryRun: v.optional(v.boolean('must be true or false'), false),
      signal: v.optional(abortSignal),
      clock: v.optional(clockSchema),
    }),
    {},
  ),
};

/**
 * Ends machines that nobody needs any more, by what the cloud itself says of them: from any process, without a
 * database. The list is read whole before the first machine is ended, because a cloud's pages shift when their
 * machines go. Each machine is read again by its id before it is ended, so a lease that was renewed meanwhile
 * is kept. One machine's failure does not keep the others alive. Then the provider's `sweep()` removes what is
 * left beside machines.
 *
 * @throws the error of `listInstances` when it fails; nothing was ended then
 * @throws OperationAbortedError between two machines
 * @throws InvalidInputError
 */
export async function reapInstances(
  provider: CloudProvider,
  options?: ReapOptions,
): Promise<ReapResult> {
  const {
    options: { olderThanMs, tags = {}, minimumAgeMs, dryRun },
  } = parseInputs(argumentsSchema, { provider, options }, { operation: 'reapInstances' });
  const { clock = systemClock, signal } = options ?? {};
  const reaping = { provider, clock, signal, criteria: { olderThanMs, tags, minimumAgeMs } };
  const throwIfAborted = () => {
    const operation = { operation: 'reapInstances', provider: provider.name };
    if (signal?.aborted) throw abortedError(operation, signal);
  };
  const reaped: ListedInstance[] = [];
  const failed: { instance: ListedInstance; error: Error }[] = [];

  throwIfAborted();
  const due = await listDue(reaping).catch((error: unknown) => {
    throwIfAborted();
    throw error;
  });
  for (const instance of due) {
    throwIfAborted();
    try {
      if (!(await isStillDue(instance, reaping))) continue;
      if (!dryRun) await provider.terminateInstance(instance.instanceId, { signal });
      reaped.push(instance);
    } catch (error) {
      throwIfAborted();
      failed.push({ instance, error: toError(error) });
    }
  }
  throwIfAborted();
  if (dryRun || provider.sweep === undefined) return { reaped, failed, dryRun };
  try {
    return { reaped, failed, dryRun, swept: await provider.sweep({ signal }) };
  } catch (error) {
    throwIfAborted();
    return { reaped, failed, dryRun, sweepError: toError(error) };
  }
}

interface Reaping {
  readonly provider: CloudProvider;
  readonly criteria: ReapCriteria;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

async function listDue(reaping: Reaping): Promise<ListedInstance[]> {
  const { provider, criteria, clock, signal } = reaping;
  const { tags } = criteria;
  const filter = Object.keys(tags).length === 0 ? {} : { tags };
  const due = new Map<string, ListedInstance>();
  for await (const instance of provider.listInstances(filter, { signal })) {
    if (signal?.aborted) break;
    const carriesTags = Object.entries(tags).every(([key, value]) => instance.tags[key] === value);
    if (carriesTags && isDue(instance, criteria, clock.now())) {
      due.set(instance.instanceId, instance);
    }
  }
  return [...due.values()];
}

/** Whether the machine is due by what it is now; one that has gone meanwhile is not. */
async function isStillDue({ instanceId }: ListedInstance, reaping: Reaping): Promise<boolean> {
  const { provider, criteria, clock, signal } = reaping;
  try {
    const status = await provider.getInstanceStatus(instanceId, { signal });
    return isDue(status, criteria, clock.now());
  } catch (error) {
    if (error instanceof InstanceNotFoundError) return false;
    throw error;
  }
}

function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error('The provider threw something that is no error.', { cause: thrown });
}
