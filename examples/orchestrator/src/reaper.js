import { reapInstances } from '@stagely/core';

/** @import { Clock, CloudProvider } from '@stagely/core' */

/**
 * Ends, again and again, what has outlived its lease: machines of processes that have crashed, whoever started them.
 * Resolves when the signal is aborted.
 *
 * @param {CloudProvider} provider
 * @param {{ clock: Clock, intervalMs: number, signal: AbortSignal, print: (line: string) => void }} options
 */
export async function reapAgainAndAgain(provider, { clock, intervalMs, signal, print }) {
  while (!signal.aborted) {
    try {
      const { reaped, failed } = await reapInstances(provider, { clock, signal });
      for (const { instanceId } of reaped) print(`${instanceId} ended: its lease was over`);
      for (const { instance, error } of failed) {
        print(`${instance.instanceId} could not be ended, tried again later: ${error.message}`);
      }
    } catch (error) {
      if (!signal.aborted) print(`The reaper failed, and goes on: ${error}`);
    }
    await clock.sleep(intervalMs, signal).catch(() => undefined);
  }
}
