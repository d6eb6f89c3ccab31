import { openProvider } from '../target/open-provider.js';
import { endMachines } from './end-machines.js';

/** @import { LiveTarget } from '../target/live-target.js' */

/**
 * Ends every machine of a run, whatever became of the run.
 *
 * @param {LiveTarget[]} targets
 * @param {Record<string, string>} tags
 * @param {{ print: (line: string) => void }} output
 * @returns {Promise<boolean>} whether it is certain that none is left
 */
export async function endRun(targets, tags, { print }) {
  const certain = await Promise.all(
    targets.map(async (target) => {
      const { name } = target.plugin;
      try {
        const provider = await openProvider(target);
        const { ended, left } = await endMachines(provider, tags, target.pace);
        for (const instanceId of ended) print(`${name}: ended ${instanceId}`);
        for (const { instanceId, error } of left) {
          print(`${name}: LEFT ${instanceId}, end it yourself: ${messageOf(error)}`);
        }
        if (left.length === 0) print(`${name}: no machine of this run is left`);
        return left.length === 0;
      } catch (error) {
        print(`${name}: could not be asked for what is left: ${messageOf(error)}`);
        return false;
      }
    }),
  );
  return certain.every(Boolean);
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error ?? 'the cloud still shows it');
}
