import { reapInstances } from '@stagely/core';
import { CONFORMANCE_TAGS, TEST_TAGS } from './test-tags.js';

/** @import { Clock, CloudProvider } from '@stagely/core' */

/** No run takes so long, in milliseconds. */
const FORGOTTEN_AFTER = 3_600_000;

/**
 * Ends every test machine that is older than an hour, of whichever run.
 *
 * @param {CloudProvider} provider
 * @param {{ print: (line: string) => void, dryRun: boolean, clock?: Clock }} options
 * @returns {Promise<boolean>} whether all could be ended
 */
export async function endForgotten(provider, { print, dryRun, clock }) {
  const { name } = provider;
  let all = true;
  for (const tags of [TEST_TAGS, CONFORMANCE_TAGS]) {
    const { reaped, failed } = await reapInstances(provider, {
      tags,
      olderThanMs: FORGOTTEN_AFTER,
      dryRun,
      clock,
    });
    for (const { instanceId, launchedAt } of reaped) {
      const since = launchedAt?.toISOString();
      print(`${name}: ${dryRun ? 'would end' : 'ended'} ${instanceId}, there since ${since}`);
    }
    for (const { instance, error } of failed) {
      print(`${name}: LEFT ${instance.instanceId}, end it yourself: ${error.message}`);
    }
    all &&= failed.length === 0;
  }
  return all;
}
