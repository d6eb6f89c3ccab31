import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MutationReport, parseMutationReport } from './mutation-report.js';

export interface StrykerOptions {
  /** Where it runs, and what it mutates in place. */
  readonly folder: string;
  /** What is mutated: files of the folder, or lines of them, as `src/a.ts:10-20`. */
  readonly mutate: readonly string[];
  /** The tests that are run: files, and folders of them. */
  readonly tests: readonly string[];
  /** How many mutants are tried at once. */
  readonly concurrency: number;
  /** Where the page with all mutants is written, if it is wanted. */
  readonly htmlFile: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Read by the configuration of Vitest. */
const TESTS = 'STAGELY_MUTATION_TESTS';

/** Generous, because a mutant that a slow machine has not finished would count as noticed. */
const TIMEOUT_MS = 10_000;
const TIMEOUT_FACTOR = 3;

/** Mutates the files of a package's copy, runs the tests for each mutant, and tells what came of it. */
export async function runStryker(options: StrykerOptions): Promise<MutationReport> {
  const { folder, mutate, tests, concurrency, htmlFile, signal } = options;
  signal.throwIfAborted();
  const reportFile = join(folder, 'mutation-report.json');
  const settings = {
    inPlace: true,
    mutate,
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    testRunner: 'vitest',
    vitest: { configFile: fileURLToPath(new URL('../vitest.mutated.config.mjs', import.meta.url)) },
    coverageAnalysis: 'perTest',
    disableTypeChecks: false,
    concurrency,
    timeoutMS: TIMEOUT_MS,
    timeoutFactor: TIMEOUT_FACTOR,
    reporters: [
      'json',
      process.stdout.isTTY ? 'progress' : 'progress-append-only',
      ...(htmlFile === undefined ? [] : ['html']),
    ],
    jsonReporter: { fileName: reportFile },
    ...(htmlFile === undefined ? {} : { htmlReporter: { fileName: htmlFile } }),
    allowConsoleColors: false,
    logLevel: 'warn',
    // That mutants of what runs once, at import, take long is known.
    warnings: { slow: false },
    tempDirName: '.stryker',
  };
  const settingsFile = join(folder, 'stryker.config.json');
  writeFileSync(settingsFile, JSON.stringify(settings));
  const stryker = fileURLToPath(
    new URL('bin/stryker.js', import.meta.resolve('@stryker-mutator/core/package.json')),
  );
  // In a process group of its own, so that what it has started can be ended with it.
  const child = spawn(process.execPath, [stryker, 'run', settingsFile], {
    cwd: folder,
    env: { ...process.env, [TESTS]: tests.join(delimiter) },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const end = () => killGroup(child, 'SIGINT');
  signal.addEventListener('abort', end);
  try {
    const status = await statusOf(child);
    signal.throwIfAborted();
    if (status !== 0) throw new Error(`Stryker ended with ${status}.`);
    return parseMutationReport(readFileSync(reportFile, 'utf8'));
  } finally {
    signal.removeEventListener('abort', end);
    // A mutant without an end may be left running in a process of Stryker's.
    killGroup(child, 'SIGKILL');
  }
}

function statusOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}
