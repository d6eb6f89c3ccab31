import { createCommand, createMachines } from './create-machines.mjs';
import {
  endMachines,
  formatBooks,
  readBooks,
  readFinalBooks,
  terminateCommand,
} from './end-machines.mjs';
import { beginMachine, machineRequests } from './machines.mjs';
import { realAccounts } from './real-accounts.mjs';
import { withCredentials } from './stagely.mjs';
import { findProblems, formatSummary } from './summary.mjs';

/** @import { Cloud } from './clouds.mjs' */
/** @import { Interruption } from './interruption.mjs' */
/** @import { Machine } from './machines.mjs' */
/** @import { Screen } from './screen.mjs' */
/** @import { RunOptions, Stagely } from './stagely.mjs' */

/**
 * @typedef {object} Story
 * @property {readonly Cloud[]} clouds
 * @property {Stagely} stagely
 * @property {Screen} screen
 * @property {Interruption} interruption
 */

/**
 * Shows what there is, and how credentials are encrypted; makes no machine.
 *
 * @param {Story} story
 * @throws when a command fails, and once the demo is interrupted
 */
export async function tellBeginning(story) {
  introduce(story);
  await encryptCredentials(story);
}

/**
 * Shows the life of machines, from their creation to the clouds' own books; the result is the exit code.
 *
 * @param {Story} story
 * @throws when a command fails, when not all is as expected, and once the demo is interrupted
 */
export async function tellStory(story) {
  const { clouds, stagely, screen } = story;
  const startedAt = performance.now();
  const machines = await createAll(story);
  await lookAtThem(story);
  await repeatOne(story, machines);
  await endAll(story, machines);

  screen.title('What the clouds’ own books say');
  const books = await readFinalBooks(clouds, stagely);
  for (const [provider, entries] of books) screen.lines(formatBooks(provider, entries));

  screen.title('Summary');
  screen.lines(...formatSummary(machines, books, screen.width));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  story.interruption.throwIfAny();
  const problems = findProblems(machines, books);
  if (problems.length > 0) throw new Error(`not as expected:\n${problems.join('\n')}`);
  screen.say('', `All as expected, in ${seconds} seconds.`, '');
  screen.lines(...realAccounts.split('\n'));
  return 0;
}

/** @param {Story} story */
function introduce({ clouds, screen }) {
  screen.title('Stagely: one contract for virtual machines on several clouds');
  screen.say(
    'No account is needed: the clouds are emulated on this machine, and the providers talk to them by HTTP as they do to the real ones. Only the time is shorter.',
    '',
    ...clouds.map(({ provider, what }) => `${provider.padEnd(12)}  ${what}`),
  );
}

/** @param {Story} story */
async function encryptCredentials(story) {
  const { clouds, stagely, screen } = story;
  screen.title('Encrypt the credentials');
  screen.say(`${screen.colors.dim('$')} export STAGELY_ENCRYPTION_KEY="$(stagely key generate)"`);
  const { document } = await stagely.json(['key', 'generate']);
  stagely.useEncryptionKey(document.key);
  for (const [index, { provider, credentials }] of clouds.entries()) {
    const argv = ['credentials', 'encrypt', '-p', provider, '--output', `${provider}.enc`];
    const stdin = JSON.stringify(credentials);
    if (index === 0) await show(story, argv, { stdin, from: `${provider}.json` });
    else await demand(story, argv, { stdin });
  }
  const others = clouds.slice(1).map(({ provider }) => `${provider}.enc`);
  screen.say(`Likewise ${others.join(', ')}.`);
}

/** @param {Story} story */
async function createAll({ stagely, screen, interruption }) {
  const machines = machineRequests.map(beginMachine);
  screen.title(`Create ${machines.length} machines at the same time`);
  for (const machine of machines) screen.command(createCommand(machine), ' &');
  screen.say('');
  screen.watch(machines);
  const failures = await createMachines(machines, { stagely, screen });
  interruption.throwIfAny();
  screen.release();
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return machines;
}

/** @param {Story} story */
async function lookAtThem(story) {
  story.screen.title('Look at them');
  for (const { provider } of story.clouds)
    await show(story, ['list', ...withCredentials(provider)]);
}

/**
 * Asks for one machine again, as after a crash.
 *
 * @param {Story} story
 * @param {readonly Machine[]} machines
 */
async function repeatOne(story, machines) {
  const { clouds, stagely, screen } = story;
  const machine = machines.find(({ request }) => request.key !== undefined);
  if (machine === undefined) throw new Error('no machine has an idempotency key.');
  const { provider, key } = machine.request;
  screen.title(`Ask for one of them again, with the same key: ${key}`);
  screen.command(createCommand(machine));
  const { document } = await demand(story, createCommand(machine));
  const made = (await readBooks(clouds, stagely)).get(provider)?.made;
  const asked = machines.filter(({ request }) => request.provider === provider).length;
  if (!document.reused || document.instanceId !== machine.instanceId || made !== asked) {
    throw new Error(`the key ${key} brought ${document.instanceId}; ${provider} has made ${made}.`);
  }
  screen.say(
    `The same machine, ${document.instanceId}, with "reused": true; ${provider} has still made ${made} machines.`,
  );
}

/**
 * @param {Story} story
 * @param {readonly Machine[]} machines
 */
async function endAll(story, machines) {
  const { clouds, screen, interruption } = story;
  screen.title('End them');
  const groups = clouds.map(({ provider }) => ({
    provider,
    own: machines.filter(({ request }) => request.provider === provider),
  }));
  for (const { provider, own } of groups) {
    const ids = own.flatMap(({ instanceId }) => instanceId ?? []);
    screen.command(terminateCommand(provider, ids), ' &');
  }
  screen.say('');
  screen.watch(machines);
  const endings = groups.map(({ provider, own }) => endMachines(provider, own, story));
  const failures = (await Promise.all(endings)).filter((failure) => failure !== undefined);
  interruption.throwIfAny();
  screen.release();
  if (failures.length > 0) throw new Error(failures.join('\n'));
  for (const { provider } of clouds) await show(story, ['list', ...withCredentials(provider)]);
}

/**
 * Runs a command and shows it with all that it says.
 *
 * @param {Story} story
 * @param {readonly string[]} argv
 * @param {{ stdin?: string, from?: string }} [input] what standard input has, and the name of that
 */
async function show({ stagely, screen, interruption }, argv, { stdin = '', from } = {}) {
  screen.command(argv, from === undefined ? '' : ` < ${from}`);
  const onMessage = (/** @type {string} */ line) => screen.say(line);
  const { exitCode, printed } = await stagely.run(argv, { stdin, onMessage });
  interruption.throwIfAny();
  if (printed.length > 0) screen.lines(...printed);
  if (exitCode !== 0) throw new Error(`stagely ${argv[0]} exited with ${exitCode}.`);
}

/**
 * Runs a command that has to succeed.
 *
 * @param {Story} story
 * @param {readonly string[]} argv
 * @param {RunOptions} [options]
 */
async function demand({ stagely, interruption }, argv, options) {
  const result = await stagely.json(argv, options);
  interruption.throwIfAny();
  if (result.exitCode !== 0) throw new Error(`stagely ${argv[0]} failed: ${result.failure}`);
  return result;
}
