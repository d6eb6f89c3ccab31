// Runs the jobs in the database, each on a machine of its own, until they are done or this process is told to end.
import { constants } from 'node:os';
import process from 'node:process';
import { ProviderRegistry } from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';
import { simulatedBuild } from './build.js';
import { readConfiguration } from './configuration.js';
import { Database } from './database.js';
import { fillDatabase } from './fill-database.js';
import { orchestrate } from './orchestrate.js';

const print = (/** @type {string} */ line) => {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
};

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM'];
const shutdown = new AbortController();
for (const name of SIGNALS) {
  process.on(name, () => {
    print('Ending: jobs go back to the queue, and their machines are ended …');
    process.exitCode = 128 + constants.signals[name];
    shutdown.abort();
  });
}

const { file, settings, buildMs, ...configuration } = readConfiguration(process.env);
const { encryptionKey, concurrency, leaseMs, reapIntervalMs } = configuration;
const database = new Database(file);
const registry = new ProviderRegistry({
  encryptionKey,
  resolveFrom: import.meta.url,
  providers: settings,
});
await fillDatabase(database, registry, configuration, process.env);

await orchestrate({
  database,
  registry,
  build: simulatedBuild({ clock: systemClock, durationMs: buildMs }),
  clock: systemClock,
  concurrency,
  leaseMs,
  reapIntervalMs,
  signal: shutdown.signal,
  print,
});

const done = database.jobs.filter(({ state }) => state === 'done');
print(`${done.length} of ${database.jobs.length} jobs are done.`);
if (!shutdown.signal.aborted && done.length < database.jobs.length) process.exitCode = 1;
