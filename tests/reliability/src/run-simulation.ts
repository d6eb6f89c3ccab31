import { Command, InvalidArgumentError, Option } from 'commander';
import { CLOUD_NAMES, type CloudName } from './clouds/tested-cloud.js';
import { printFailure } from './simulation/print-failure.js';
import { runSimulation } from './simulation/run-simulation.js';

interface Options {
  readonly cloud?: CloudName;
  readonly seeds: number;
  readonly first: number;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

const { cloud, seeds, first } = new Command('simulation')
  .description('Runs random programs of creations, crashes and faults against the emulated clouds.')
  .addOption(new Option('--cloud <name>', 'only this one').choices(CLOUD_NAMES))
  .option('--seeds <count>', 'how many programs for each cloud', wholeNumber, 10_000)
  .option('--first <seed>', 'the first seed', wholeNumber, 1)
  .parse()
  .opts<Options>();

for (const name of cloud === undefined ? CLOUD_NAMES : [cloud]) {
  const startedAt = performance.now();
  const report = await runSimulation(name, {
    first,
    count: seeds,
    onProgram: (seed) => {
      if (seed % 500 === 0) process.stderr.write(`${name}: seed ${seed}\n`);
    },
  });
  const { cases, clean, requests, failures } = report;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${name}: ${clean} of ${cases} programs clean, ${requests} requests, ${seconds} s`);
  for (const failure of failures) console.log(printFailure(name, failure));
  if (failures.length > 0) process.exitCode = 1;
}
