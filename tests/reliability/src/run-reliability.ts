import { Command, InvalidArgumentError, Option } from 'commander';
import { CLOUD_NAMES, type CloudName } from './clouds/tested-cloud.js';
import { type GeneratedCase, generateCases } from './matrix/generate-cases.js';
import { idOf } from './matrix/matrix-case.js';
import { prepareProcess } from './matrix/prepare-process.js';
import { printFindings, printStory } from './matrix/print-verdict.js';
import { runCases } from './matrix/run-cases.js';
import { scenariosOf } from './matrix/scenarios.js';
import { shareOf } from './matrix/share-of.js';
import { plainScenarioOf } from './plain-clients/plain-scenario.js';
import { renderReport } from './report/render-report.js';
import type { ReportRow } from './report/report-row.js';
import { simulateCloud } from './report/simulate-cloud.js';

interface Options {
  readonly cloud?: CloudName;
  readonly case?: string;
  readonly plain: boolean;
  readonly share: boolean;
  readonly everyRepetition: boolean;
  readonly seeds: number;
}

/** More would bury what they have in common. */
const PRINTED_FAILURES = 20;

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const command = new Command('reliability')
  .description(
    'Puts every fault into every request of every call of the providers, runs random programs against them, and judges what comes of it.',
  )
  .addOption(new Option('--cloud <name>', 'only this one').choices(CLOUD_NAMES))
  .option('--case <id>', 'only this case of the matrix, with all that happens in it')
  .option('--plain', 'the create matrix with a plain client of each cloud, for comparison', false)
  .option('--share', 'the share of the matrix that the tests run', false)
  .option('--every-repetition', 'also every repetition of a read that waits for something', false)
  .option(
    '--seeds <count>',
    'how many random programs for each cloud; 0 for none',
    wholeNumber,
    500,
  )
  .parse();
const options = command.opts<Options>();

const rows: ReportRow[] = [];

async function runMatrix(cloud: CloudName): Promise<void> {
  await prepareProcess(cloud);
  const { plain, share, everyRepetition, case: wanted } = options;
  const isPlain = plain || wanted?.split('/')[1] === 'plain-create';
  const scenarios = isPlain ? [plainScenarioOf(cloud)] : scenariosOf(cloud);
  const all = await generateCases(cloud, scenarios, {
    everyRepetition: everyRepetition || wanted !== undefined,
  });
  const cases = wanted === undefined ? (share ? shareOf(all) : all) : findCase(all, wanted);
  let done = 0;
  const { row, failures } = await runCases(cases, {
    label: isPlain ? `${cloud}, plain client` : `${cloud}, matrix`,
    onVerdict: (verdict) => {
      if (++done % 1_000 === 0) process.stderr.write(`${cloud}: ${done} of ${cases.length}\n`);
      if (wanted !== undefined) console.log(printStory(verdict));
    },
  });
  rows.push(row);
  // What a plain client does is shown for comparison, and nothing to mend.
  if (failures.length > 0 && !isPlain) process.exitCode = 1;
  if (isPlain && wanted === undefined) return;
  for (const failure of failures.slice(0, PRINTED_FAILURES)) console.log(printFindings(failure));
  const more = failures.length - PRINTED_FAILURES;
  if (more > 0) console.log(`… and ${more} more cases`);
}

function findCase(cases: readonly GeneratedCase[], id: string): readonly GeneratedCase[] {
  const found = cases.filter(({ matrixCase }) => idOf(matrixCase) === id);
  if (found.length === 0) command.error(`error: there is no case ${id}`);
  return found;
}

async function runPrograms(cloud: CloudName): Promise<void> {
  const { row, failures } = await simulateCloud(cloud, options.seeds);
  rows.push(row);
  if (failures.length > 0) process.exitCode = 1;
  for (const failure of failures) console.log(failure);
}

/** The clouds that are wanted; a case names its own. */
function wantedClouds(): readonly CloudName[] {
  const wanted = options.case?.split('/')[0] ?? options.cloud;
  const clouds = CLOUD_NAMES.filter((name) => wanted === undefined || name === wanted);
  if (clouds.length === 0) command.error(`error: there is no case ${options.case}`);
  return clouds;
}

for (const cloud of wantedClouds()) {
  await runMatrix(cloud);
  if (options.seeds > 0 && options.case === undefined && !options.plain) await runPrograms(cloud);
}
console.log(renderReport(rows));
