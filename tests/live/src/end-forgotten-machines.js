// Ends what runs of this suite have left behind: machines tagged `stagely_test` that are older than an hour, in every
// account that the environment has credentials for. `--dry-run` only tells.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { endForgotten } from './run/end-forgotten.js';
import { findTargets } from './run/find-targets.js';
import { openProvider } from './target/open-provider.js';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const output = { print: (/** @type {string} */ line) => console.log(line) };

for (const target of await findTargets(output)) {
  const provider = await openProvider(target);
  const all = await endForgotten(provider, { ...output, dryRun: values['dry-run'] });
  if (!all) process.exitCode = 1;
}
