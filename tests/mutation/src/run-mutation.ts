import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { AREAS } from './areas.js';
import { MutatedPackage } from './mutated-package.js';
import { renderScores, type ScoredArea } from './render-scores.js';
import { runStryker } from './run-stryker.js';
import { printSurvivor, scoreArea } from './score-area.js';
import { filesByArea } from './source-files.js';

/** A file, or lines of it. */
interface SourceFile {
  readonly package: string;
  readonly path: string;
  readonly lines: string;
}

interface Options {
  readonly area?: string;
  readonly package?: string;
  readonly file?: SourceFile;
  readonly html?: string;
  readonly concurrency: number;
}

/** In every area at least so many per cent of the mutants must be noticed. */
const LOWEST_SCORE = 90;

const concurrency = (text: string): number => {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 99.');
  return Number(text);
};
const sourceFile = (text: string): SourceFile => {
  const [, name, path, lines = ''] = /^packages\/([^/]+)\/([^:]+)(:\d+-\d+)?$/.exec(text) ?? [];
  if (name !== undefined && path !== undefined) return { package: name, path, lines };
  throw new InvalidArgumentError('It must be a path that begins with packages/.');
};
const namesOf = (names: readonly string[]): string[] => [...new Set(names)];

const command = new Command('mutation')
  .description(
    'Changes the code that decides about outcome, adoption, deletion, redaction and encryption, one place at a time, and counts the changes that a test notices.',
  )
  .addOption(
    new Option('--area <name>', 'only this one').choices(namesOf(AREAS.map(({ name }) => name))),
  )
  .addOption(
    new Option('--package <name>', 'only the areas of this one').choices(
      namesOf(AREAS.map((area) => area.package)),
    ),
  )
  .option(
    '--file <path>',
    'only this file of an area, or lines of it, as packages/core/src/creation/adoption.ts:10-20',
    sourceFile,
  )
  .option('--html <folder>', 'also write the report of each area into this folder, as a page')
  .option(
    '--concurrency <count>',
    'how many mutants are tried at once',
    concurrency,
    Math.max(1, availableParallelism() - 1),
  )
  .parse();
const options = command.opts<Options>();

const aborting = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => aborting.abort());
}

const { area: wantedArea, file } = options;
const wantedPackage = file?.package ?? options.package;

async function mutatePackage(name: string): Promise<readonly ScoredArea[]> {
  const scored: ScoredArea[] = [];
  const areas = AREAS.filter((area) => area.package === name);
  for (const area of areas) {
    if (wantedArea !== undefined && wantedArea !== area.name) continue;
    const copy = new MutatedPackage(name);
    try {
      const files = filesByArea(areas, copy.folder).get(area) ?? [];
      if (file !== undefined && !files.includes(file.path)) continue;
      console.log(`${name}, ${area.name}: first all its tests, then those of each mutant.`);
      const report = await runStryker({
        folder: copy.folder,
        mutate: file === undefined ? files : [`${file.path}${file.lines}`],
        tests: area.tests,
        concurrency: options.concurrency,
        htmlFile: options.html && resolve(options.html, `${name}, ${area.name}.html`),
        signal: aborting.signal,
      });
      const scoredArea = { area, score: scoreArea(report) };
      printUnnoticed(scoredArea);
      scored.push(scoredArea);
    } finally {
      copy.remove();
    }
  }
  return scored;
}

function printUnnoticed({ area, score }: ScoredArea): void {
  const unnoticed = [...score.survivors, ...score.withoutCoverage];
  if (unnoticed.length > 0) console.log(`\nNot noticed in ${area.package}, ${area.name}:`);
  for (const survivor of unnoticed) {
    console.log(`  packages/${area.package}/${printSurvivor(survivor)}`);
  }
}

const scored: ScoredArea[] = [];
try {
  for (const name of namesOf(AREAS.map((area) => area.package))) {
    if (wantedPackage !== undefined && wantedPackage !== name) continue;
    scored.push(...(await mutatePackage(name)));
  }
  if (scored.length === 0) command.error('There is no such area, or no area has this file.');
  console.log(renderScores(scored));
  const low = scored.filter(({ score }) => (score.score ?? 0) < LOWEST_SCORE);
  if (low.length > 0) {
    console.error(`Less than ${LOWEST_SCORE} %: ${low.map(({ area }) => area.name).join(', ')}.`);
    process.exitCode = 1;
  }
} catch (error) {
  const isAborted = aborting.signal.aborted;
  console.error(isAborted ? 'Ended by a signal.' : error);
  process.exitCode = isAborted ? 130 : 1;
}
