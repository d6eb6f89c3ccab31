import { Command, Option } from '@commander-js/extra-typings';
import { CLOUD_NAMES } from '../emulation/emulated-clouds.js';
import { countParser } from '../input/parse-count.js';
import { durationParser } from '../input/parse-duration.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const emulateCommand = (perform: Perform) =>
  new Command('emulate')
    .summary('serve emulated clouds on this machine')
    .description(
      'Serves emulated clouds on loopback until it is interrupted: the APIs of EC2, DigitalOcean and Hetzner Cloud, for stagely, aws, hcloud or any other client. Prints the variables that point clients at them, and each request as it comes. With --json each of these is a line of JSON.',
    )
    .addOption(
      new Option('--only <clouds...>', 'only these clouds (default: all)').choices(CLOUD_NAMES),
    )
    .option(
      '--port <port>',
      'where a single cloud listens (default: a free port)',
      countParser(1, 65_535),
    )
    .option(
      '--speed <factor>',
      'how many times as fast as real time machines boot and end',
      countParser(1, 1_000),
      1,
    )
    .option('--seed <number>', 'decides ids and timings', countParser(0, 2 ** 31), 1)
    .option(
      '--consistency-window <duration>',
      'how long reads lag behind writes',
      durationParser({ max: '1h' }),
      0,
    )
    .option('--no-rate-limits', 'answer any number of requests')
    .action((options) =>
      perform(async (invocation) => {
        const { emulateClouds } = await import('../actions/emulate-clouds.js');
        return emulateClouds(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely emulate',
        'stagely emulate --only hetzner --speed 10',
        'stagely emulate --only aws --port 4566 --consistency-window 5s --no-rate-limits',
      ),
    );
