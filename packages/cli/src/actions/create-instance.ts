import { randomUUID } from 'node:crypto';
import { type CloudProvider, type CreatedInstance, type InstanceSpec, retry } from '@stagely/core';
import { abortedError } from '@stagely/core/plugin';
import { readInstanceSpec, type SpecOptions } from '../input/read-instance-spec.js';
import type { Invocation } from '../invocation/invocation.js';
import { formatCommand } from '../provider/command-line.js';
import { openProvider } from '../provider/open-provider.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import { formatCreatedInstance } from '../terminal/format-created-instance.js';
import { formatDuration } from '../terminal/format-duration.js';
import { completeCreation } from './complete-creation.js';
import { explainFailedCreate } from './explain-failed-create.js';

export interface CreateOptions extends ProviderSelection, SpecOptions {
  readonly idempotencyKey?: string | undefined;
  readonly wait: boolean;
  readonly timeout: number;
  readonly retry: number;
}

/** Creates an instance and, unless told otherwise, waits until it is ready. */
export async function createInstance(
  invocation: Invocation,
  options: CreateOptions,
): Promise<number> {
  const { interruption, messages } = invocation;
  const spec = await readInstanceSpec(invocation, options);
  const provider = await openProvider(invocation, options);
  if (spec.providerOptions !== undefined && !Object.hasOwn(spec.providerOptions, provider.name)) {
    messages.warn(`The file ${options.providerOptions} has no options for ${provider.name}.`);
  }
  const { idempotencyKey = randomUUID() } = options;
  const deadline = invocation.now() + options.timeout;
  const progress = await invocation.startProgress(describe(provider, spec, options));
  try {
    interruption.expect(
      noticeOf(formatCommand(invocation.selection, 'list', '--key', idempotencyKey)),
    );
    const created = await requestInstance(invocation, {
      provider,
      spec: { ...spec, idempotencyKey },
      options,
      idempotencyKey,
    });
    interruption.expect(
      noticeOf(formatCommand(invocation.selection, 'terminate', created.instanceId)),
    );
    for (const { message } of created.warnings) messages.warn(message);
    const status = await completeCreation(invocation, {
      provider,
      created,
      // A reused instance is this command's own only when nobody else can know its key.
      owned: !created.reused || options.idempotencyKey === undefined,
      wait: options.wait,
      timeoutMs: Math.max(0, deadline - invocation.now()),
      progress,
    });
    progress.finish(`${created.instanceId} is ${status === undefined ? 'created' : 'ready'}`);
    invocation.print({
      document: { ...created, ...status },
      text: (colors) => formatCreatedInstance(created, status, invocation.now(), colors),
    });
    return 0;
  } finally {
    progress.finish();
  }
}

interface CreateRequest {
  readonly provider: CloudProvider;
  readonly spec: InstanceSpec;
  readonly options: CreateOptions;
  readonly idempotencyKey: string;
}

async function requestInstance(
  invocation: Invocation,
  { provider, spec, options, idempotencyKey }: CreateRequest,
): Promise<CreatedInstance> {
  const { signal, host, messages, selection } = invocation;
  const operation = { provider: provider.name, operation: 'createInstance', idempotencyKey };
  if (signal.aborted) throw abortedError({ ...operation, outcome: 'no-instance' }, signal);
  try {
    return await retry(() => provider.createInstance(spec, { signal }), {
      maxAttempts: options.retry,
      maxElapsedMs: options.timeout,
      idempotencyKey,
      signal,
      clock: host.clock,
      onRetry: ({ error, attempt, delayMs }) =>
        messages.warn(
          `${error.message} Trying again in ${formatDuration(delayMs + 999)} (attempt ${attempt + 1} of ${options.retry}).`,
        ),
    });
  } catch (error) {
    throw explainFailedCreate(error, idempotencyKey, selection);
  }
}

function describe(
  { name }: CloudProvider,
  { size, architecture }: InstanceSpec,
  { idempotencyKey }: CreateOptions,
): string {
  const key = idempotencyKey === undefined ? '' : ` "${idempotencyKey}"`;
  return `Creating ${size} ${architecture}${key} on ${name}`;
}

function noticeOf(command: string) {
  return {
    first: 'Interrupted: ending what was being created.',
    again: `The clean-up is under way and takes about a minute at most. Should it be killed before its end, run: ${command}`,
  };
}
