import { Command, Option } from '@commander-js/extra-typings';
import { countParser } from '../input/parse-count.js';
import { durationParser } from '../input/parse-duration.js';
import { tagOption } from '../input/tag-option.js';
import {
  contextOption,
  credentialsOption,
  providerOption,
} from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const createCommand = (perform: Perform) =>
  new Command('create')
    .summary('create an instance and wait until it is ready')
    .description(
      'Creates an instance and waits until it is ready. Ctrl-C ends what was being created.',
    )
    .addOption(providerOption())
    .addOption(
      new Option('-s, --size <size>', 'how large it is (required)').choices([
        'small',
        'medium',
        'large',
      ] as const),
    )
    .addOption(
      new Option(
        '-a, --architecture <architecture>',
        'its processor architecture (required)',
      ).choices(['amd64', 'arm64'] as const),
    )
    .option(
      '--region <region>',
      "the provider's own name of a region (default: the credentials' one)",
    )
    .option('--user-data-file <file>', 'file with cloud-init text; - reads standard input')
    .addOption(tagOption('a tag'))
    .option('--spot', 'ask for spot capacity; falls back to on-demand')
    .option(
      '--idempotency-key <key>',
      'at most one live instance exists per key; used again, it finds that one (default: a random key)',
    )
    .addOption(
      new Option(
        '--expires-in <duration>',
        'length of the lease, such as 30m, 2h or 1d; "stagely reap" ends it afterwards',
      ).argParser(durationParser({ min: '1s', max: '3650d' })),
    )
    .option(
      '--provider-options <file>',
      'JSON file with options of single providers, such as {"hetzner": {"image": "…"}}',
    )
    .option('--wait', 'wait until it is ready', true)
    .option('--no-wait', 'return as soon as it has a public address')
    .addOption(
      new Option('--timeout <duration>', 'how long to try and to wait, in all')
        .argParser(durationParser({ min: '1s', max: '1d' }))
        .default(300_000, '5m'),
    )
    .addOption(
      new Option('--retry <attempts>', 'how many attempts in all, with one idempotency key')
        .argParser(countParser(1, 100))
        .default(3),
    )
    .addOption(credentialsOption())
    .addOption(contextOption())
    .action((options) =>
      perform(async (invocation) => {
        const { createInstance } = await import('../actions/create-instance.js');
        return createInstance(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely create --provider hetzner --size small --architecture arm64 --expires-in 2h',
        'stagely create -p aws -s large -a amd64 --spot --tag team=build --idempotency-key build-4711',
        'stagely create -p digitalocean -s small -a amd64 --user-data-file cloud-init.yaml --json',
      ),
    );
