import type { CloudProvider } from '@stagely/core';
import type { CaseContext } from './case-context.js';
import { readState } from './read-state.js';
import { settle } from './settle.js';

/**
 * Ends every machine that a case has made or may have made, whatever happened in it.
 *
 * @returns the ids of those that live on all the same
 */
export async function endMachines(context: CaseContext): Promise<string[]> {
  const creations = await context.creationsSettled();
  const [provider] = context.providers;
  if (provider === undefined || creations === 0) return [];
  await context.untilVisible();
  const listed = await settle(() => context.listOwn(provider));
  const found = listed.resolved ? listed.value.map(({ instanceId }) => instanceId) : [];
  const instanceIds = new Set([...context.instanceIds, ...found]);
  const left: string[] = [];
  for (const instanceId of instanceIds) {
    if (await endMachine(context, provider, instanceId)) continue;
    left.push(instanceId);
  }
  return left;
}

/** Whether the machine has ended, as far as anybody can know: one whose state cannot be read may be listed. */
async function endMachine(
  context: CaseContext,
  provider: CloudProvider,
  instanceId: string,
): Promise<boolean> {
  const isEnded = async () => {
    const state = await settle(() => readState(provider, instanceId));
    if (state.resolved) return state.value === 'terminated';
    const listed = await settle(() => context.listOwn(provider));
    return (
      listed.resolved &&
      listed.value.every((found) => found.instanceId !== instanceId || found.state === 'terminated')
    );
  };
  if (await isEnded()) return true;
  await settle(() => provider.terminateInstance(instanceId));
  return context.eventually(isEnded, (ended) => ended);
}
