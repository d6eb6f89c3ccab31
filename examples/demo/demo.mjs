// Runs the `stagely` command on three emulated clouds and the mock, as a person would: encrypted credentials, machines
// created side by side, watched, listed, asked for again and ended. Exits with 0 only when all went as expected.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startClouds } from './clouds.mjs';
import { endLeftovers, formatBooks, isEmpty, readFinalBooks } from './end-machines.mjs';
import { Interruption } from './interruption.mjs';
import { Screen } from './screen.mjs';
import { Stagely } from './stagely.mjs';
import { tellBeginning, tellStory } from './story.mjs';

/** @import { Cloud } from './clouds.mjs' */

// What the AWS SDK says of old releases of Node.js would stand in the middle of the table.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const screen = new Screen(process.stdout, { env: process.env });
const interruption = new Interruption(process, (again) =>
  screen.say(again ? 'The machines are being ended.' : 'Interrupted: ending the machines.'),
);
process.exitCode = await runDemo();
interruption.dispose();

async function runDemo() {
  const folder = await mkdtemp(join(tmpdir(), 'stagely-demo-'));
  const clouds = await startClouds();
  const stagely = new Stagely({
    folder,
    env: process.env,
    settings: Object.fromEntries(clouds.map(({ provider, settings }) => [provider, settings])),
    signals: interruption.signals,
  });
  const story = { clouds, stagely, screen, interruption };
  let machinesMayExist = false;
  try {
    await tellBeginning(story);
    machinesMayExist = true;
    return await tellStory(story);
  } catch (error) {
    screen.release();
    const message = error instanceof Error ? error.message : error;
    if (interruption.exitCode === undefined) console.error(`\nThe demo failed: ${message}`);
    if (machinesMayExist) await cleanUp(clouds, stagely);
    return interruption.exitCode ?? 1;
  } finally {
    await Promise.all(clouds.map((cloud) => cloud.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * On standard error, because standard output may be what has gone.
 *
 * @param {readonly Cloud[]} clouds
 * @param {Stagely} stagely
 */
async function cleanUp(clouds, stagely) {
  try {
    await endLeftovers(clouds, stagely);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  const books = await readFinalBooks(clouds, stagely);
  console.error('\nThe clouds’ own books:');
  for (const [provider, entries] of books) console.error(`  ${formatBooks(provider, entries)}`);
  console.error(isEmpty(books) ? 'No machine is left.' : 'MACHINES ARE LEFT.');
}
