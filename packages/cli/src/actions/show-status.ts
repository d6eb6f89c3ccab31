import { type CloudProvider, type InstanceStatus, StagelyError } from '@stagely/core';
import { describeFailure } from '../failure/describe-failure.js';
import { reportFailures } from '../failure/report-failure.js';
import type { Invocation } from '../invocation/invocation.js';
import { openProvider } from '../provider/open-provider.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import { formatStatuses } from '../terminal/format-instances.js';
import { forEachInstance, type InstanceResult } from './for-each-instance.js';

/** Shows what instances are doing. */
export async function showStatus(
  invocation: Invocation,
  instanceIds: readonly string[],
  options: ProviderSelection,
): Promise<number> {
  const provider = await openProvider(invocation, options);
  const progress = await invocation.startProgress(`Asking ${provider.name}`, {
    onlyOnTerminal: true,
  });
  let results: InstanceResult<InstanceStatus>[];
  try {
    results = await readStatuses(provider, instanceIds, invocation.signal);
  } finally {
    progress.finish();
  }
  const statuses = results.flatMap((result) => ('value' in result ? result.value : []));
  invocation.print({
    document: results.map((result) =>
      'value' in result
        ? result.value
        : {
            instanceId: result.instanceId,
            error: describeFailure(result.error, invocation).document,
          },
    ),
    text: (colors) =>
      statuses.length === 0 ? '' : formatStatuses(statuses, invocation.now(), colors),
  });
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
  return reportFailures(errors, invocation);
}

async function readStatuses(
  provider: CloudProvider,
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<InstanceResult<InstanceStatus>[]> {
  const known =
    instanceIds.length > 1
      ? await provider.getInstanceStatuses?.(instanceIds, { signal })
      : undefined;
  return forEachInstance(instanceIds, async (instanceId) => {
    const answer =
      known?.get(instanceId) ?? (await provider.getInstanceStatus(instanceId, { signal }));
    if (answer instanceof StagelyError) throw answer;
    return answer;
  });
}
