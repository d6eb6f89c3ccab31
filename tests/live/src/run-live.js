// Runs the suite against the clouds that the environment has credentials for, and ends its machines whatever happens
// to it: a failure, a crash, Ctrl-C. Arguments are vitest's own: `aws`, `-t 'three keys'`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { endRun } from './run/end-run.js';
import { findTargets } from './run/find-targets.js';
import { CONFORMANCE_TAGS, currentRunId, RUN_VARIABLE, tagsOfRun } from './run/test-tags.js';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const output = { print: (/** @type {string} */ line) => console.log(line) };
const folder = join(import.meta.dirname, '..');
const runId = currentRunId();
const tags = tagsOfRun(runId);

const targets = await findTargets(output);
console.log(`Run ${runId}: its machines carry the tags ${JSON.stringify(tags)}.`);

const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const config = join(folder, 'vitest.live.config.mjs');
const suite = spawn(
  process.execPath,
  [vitest, 'run', '--config', config, ...process.argv.slice(2)],
  {
    cwd: folder,
    env: { ...process.env, [RUN_VARIABLE]: runId },
    stdio: ['ignore', 'inherit', 'inherit'],
    // In a group of its own: Ctrl-C comes here, and here alone.
    detached: true,
  },
);

/** @type {NodeJS.Signals | undefined} */
let interruptedBy;
for (const signal of SIGNALS) {
  process.on(signal, () => {
    const first = interruptedBy === undefined;
    interruptedBy ??= signal;
    console.log(first ? 'Interrupted.' : 'Please wait: the machines are being ended.');
    suite.kill('SIGKILL');
  });
}

const [exitCode] = await once(suite, 'exit');
console.log('Looking for machines that are left …');
const certain = [await endRun(targets, tags, output)];
if (process.env['STAGELY_LIVE_CONFORMANCE'] === '1') {
  certain.push(await endRun(targets, CONFORMANCE_TAGS, output));
}
if (targets.length === 0) console.log('Nothing was tested: there are credentials for no cloud.');

if (interruptedBy !== undefined) process.exitCode = 128 + constants.signals[interruptedBy];
else process.exitCode = certain.every(Boolean) ? (exitCode ?? 1) : 1;
