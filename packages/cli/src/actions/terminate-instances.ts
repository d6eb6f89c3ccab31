import { describeFailure } from '../failure/describe-failure.js';
import { reportFailures } from '../failure/report-failure.js';
import type { Invocation } from '../invocation/invocation.js';
import { formatCommand } from '../provider/command-line.js';
import { openProvider } from '../provider/open-provider.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import { printable } from '../terminal/printable.js';
import { forEachInstance, type InstanceResult } from './for-each-instance.js';

/** Ends instances. */
export async function terminateInstances(
  invocation: Invocation,
  instanceIds: readonly string[],
  options: ProviderSelection,
): Promise<number> {
  const { interruption, signal } = invocation;
  const provider = await openProvider(invocation, options);
  const again = `If it is killed, run: ${formatCommand(invocation.selection, 'terminate', ...instanceIds)}`;
  interruption.expect({
    first: 'Interrupted: stopping. Instances whose end was not confirmed may still run.',
    again: `Stopping is under way. ${again}`,
  });
  const count = new Set(instanceIds).size;
  const progress = await invocation.startProgress(
    `Ending ${count === 1 ? '1 instance' : `${count} instances`} on ${provider.name}`,
    { onlyOnTerminal: true },
  );
  let ended = 0;
  let results: InstanceResult<undefined>[];
  try {
    results = await forEachInstance(instanceIds, async (instanceId) => {
      await provider.terminateInstance(instanceId, { signal });
      ended++;
      progress.update(`${ended} of ${count} ended`);
      return undefined;
    });
  } finally {
    progress.finish();
  }
  invocation.print({
    document: results.map((result) =>
      'error' in result
        ? {
            instanceId: result.instanceId,
            terminated: false,
            error: describeFailure(result.error, invocation).document,
          }
        : { instanceId: result.instanceId, terminated: true },
    ),
    text: () =>
      results
        .filter((result) => 'value' in result)
        .map(({ instanceId }) => `${printable(instanceId)} has ended.`)
        .join('\n'),
  });
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
  return reportFailures(errors, invocation);
}
