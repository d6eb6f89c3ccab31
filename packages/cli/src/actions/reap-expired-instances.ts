import { type ReapResult, reapInstances, type SweptResource } from '@stagely/core';
import { describeFailure } from '../failure/describe-failure.js';
import { reportFailures } from '../failure/report-failure.js';
import type { Invocation } from '../invocation/invocation.js';
import { openProvider } from '../provider/open-provider.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import type { Colors } from '../terminal/colors.js';
import { formatInstances } from '../terminal/format-instances.js';
import { printable } from '../terminal/printable.js';

export interface ReapCommandOptions extends ProviderSelection {
  readonly olderThan?: number | undefined;
  readonly tag?: Record<string, string> | undefined;
  readonly minimumAge: number;
  readonly dryRun?: boolean | undefined;
}

/** What was read of an instance is of the moment before its end. */
const ENDED = { state: 'terminated' } as const;

/** Ends the instances that nobody needs any more. */
export async function reapExpiredInstances(
  invocation: Invocation,
  options: ReapCommandOptions,
): Promise<number> {
  const provider = await openProvider(invocation, options);
  invocation.interruption.expect({
    first: 'Interrupted: stopping after the instance that is being ended.',
    again: 'Stopping is under way. The same command goes on where this one stopped.',
  });
  const progress = await invocation.startProgress(`Reaping instances on ${provider.name}`);
  let result: ReapResult;
  try {
    result = await reapInstances(provider, {
      olderThanMs: options.olderThan,
      tags: options.tag,
      minimumAgeMs: options.minimumAge,
      dryRun: options.dryRun,
      signal: invocation.signal,
      clock: invocation.host.clock,
    });
  } finally {
    progress.finish();
  }
  invocation.print({
    document: toDocument(result, invocation),
    text: (colors) => formatResult(result, invocation.now(), colors),
  });
  return reportFailures(failuresOf(result), invocation);
}

function failuresOf({ failed, swept, sweepError }: ReapResult): Error[] {
  const errors = [...failed, ...(swept?.failed ?? [])].map(({ error }) => error);
  return sweepError === undefined ? errors : [...errors, sweepError];
}

function toDocument(result: ReapResult, invocation: Invocation) {
  const { reaped, failed, swept, sweepError, dryRun } = result;
  const describe = (error: Error) => describeFailure(error, invocation).document;
  return {
    dryRun,
    reaped,
    failed: failed.map(({ instance, error }) => ({ instance, error: describe(error) })),
    ...(swept === undefined
      ? {}
      : {
          swept: {
            removed: swept.removed,
            failed: swept.failed.map(({ kind, id, error }) => ({
              kind,
              id,
              error: describe(error),
            })),
          },
        }),
    ...(sweepError === undefined ? {} : { sweepError: describe(sweepError) }),
  };
}

function formatResult({ reaped, swept, dryRun }: ReapResult, now: number, colors: Colors): string {
  const lines: string[] = [];
  if (reaped.length > 0) {
    const shown = dryRun ? reaped : reaped.map((instance) => ({ ...instance, ...ENDED }));
    lines.push(formatInstances(shown, now, colors));
  }
  lines.push(describeCount(reaped.length, dryRun));
  for (const resource of swept?.removed ?? []) lines.push(describeRemoved(resource));
  return lines.join('\n');
}

function describeCount(count: number, dryRun: boolean): string {
  const instances = count === 1 ? '1 instance' : `${count} instances`;
  return dryRun ? `${instances} would be ended.` : `${instances} ended.`;
}

function describeRemoved({ kind, id }: SweptResource): string {
  return printable(`Removed ${kind} ${id}.`);
}
