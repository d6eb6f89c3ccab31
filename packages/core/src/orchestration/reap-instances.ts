import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import type { CloudProvider } from '../contract/cloud-provider.js';
import { tagsSchema } from '../contract/instance-spec-schema.js';
import type { InstanceStatus } from '../contract/instance-status.js';
import type { ListedInstance } from '../contract/listed-instance.js';
import type { SweepResult } from '../contract/sweep-result.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { abortedError } from '../plugin/operation.js';
import { parseInput } from '../validation/parse-input.js';
import { clockSchema, strictFields, wholeNumber } from '../validation/schemas.js';

/** Which machines to end. Without `olderThanMs` and `tags`: those whose lease has expired. */
export interface ReapOptions {
  /** End machines older than this, in milliseconds, whatever their lease says. */
  olderThanMs?: number | undefined;
  /** End machines that carry all these tags, whatever their lease says; with `olderThanMs`, only the old ones of them. */
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
  /** What the provider removed beside machines; absent where it has no `sweep`, and in a dry run. */
  readonly swept?: SweepResult;
  readonly dryRun: boolean;
}

const optionsSchema = v.optional(
  strictFields({
    olderThanMs: v.optional(wholeNumber(0)),
    tags: v.optional(tagsSchema),
    minimumAgeMs: v.optional(wholeNumber(0), 300_000),
    dryRun: v.optional(v.boolean('must be true or false'), false),
    signal: v.optional(v.instance(AbortSignal, 'must be an AbortSignal')),
    clock: v.optional(clockSchema),
  }),
  {},
);

/**
 * Ends machines that nobody needs any more, by what the cloud itself says of them: from any process, without a
 * database. Each machine is read again by its id before it is ended, so a lease that was renewed meanwhile is
 * kept. One machine's failure does not keep the others alive. Then the provider's `sweep()` removes what is
 * left beside machines.
 *
 * @throws OperationAbortedError between two machines
 * @throws the error of `listInstances` or `sweep` when one of them fails
 * @throws InvalidInputError
 */
export async function reapInstances(
  provider: CloudProvider,
  options?: ReapOptions,
): Promise<ReapResult> {
  const operation = { operation: 'reapInstances', provider: provider.name };
  const criteria = parseInput(optionsSchema, options, 'options', operation);
  const { dryRun } = criteria;
  const { clock = systemClock, signal } = options ?? {};
  const reaped: ListedInstance[] = [];
  const failed: { instance: ListedInstance; error: Error }[] = [];

  for await (const instance of provider.listInstances({ tags: criteria.tags }, { signal })) {
    if (signal?.aborted) throw abortedError(operation, signal);
    if (!isDue(instance, criteria, clock.now())) continue;
    try {
      const current = await readAgain(provider, instance.instanceId, signal);
      if (current === undefined || !isDue(current, criteria, clock.now())) continue;
      if (!dryRun) await provider.terminateInstance(instance.instanceId, { signal });
      reaped.push(instance);
    } catch (error) {
      if (signal?.aborted) throw abortedError(operation, signal);
      failed.push({ instance, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  const swept = dryRun ? undefined : await provider.sweep?.({ signal });
  return { reaped, failed, dryRun, ...(swept === undefined ? {} : { swept }) };
}

/** The machine as it is now; `undefined` when it has gone meanwhile. */
async function readAgain(
  provider: CloudProvider,
  instanceId: string,
  signal: AbortSignal | undefined,
): Promise<InstanceStatus | undefined> {
  try {
    return await provider.getInstanceStatus(instanceId, { signal });
  } catch (error) {
    if (error instanceof InstanceNotFoundError) return undefined;
    throw error;
  }
}

interface DueCriteria {
  readonly olderThanMs?: number | undefined;
  readonly tags?: object | undefined;
  readonly minimumAgeMs: number;
}

function isDue(
  { state, launchedAt, expiresAt }: InstanceStatus,
  { olderThanMs, tags, minimumAgeMs }: DueCriteria,
  now: number,
): boolean {
  if (state === 'terminated' || launchedAt === undefined) return false;
  const age = now - launchedAt.getTime();
  if (age < minimumAgeMs) return false;
  if (olderThanMs !== undefined) return age > olderThanMs;
  if (tags !== undefined) return true;
  return expiresAt !== undefined && expiresAt.getTime() <= now;
}
