import { Command, Option } from '@commander-js/extra-typings';
import { durationParser } from '../input/parse-duration.js';
import { tagOption } from '../input/tag-option.js';
import {
  contextOption,
  credentialsOption,
  providerOption,
} from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const reapCommand = (perform: Perform) =>
  new Command('reap')
    .summary('end instances that nobody needs any more')
    .description(
      'Ends the instances whose lease has expired or, with --older-than or --tag, those that match, whatever their lease says. Then removes what is left beside instances.',
    )
    .addOption(providerOption())
    .addOption(
      new Option('--older-than <duration>', 'end instances older than this').argParser(
        durationParser({ max: '3650d' }),
      ),
    )
    .addOption(
      tagOption('end instances with this tag; with --older-than, only the old ones of them'),
    )
    .addOption(
      new Option('--minimum-age <duration>', 'never end an instance younger than this')
        .argParser(durationParser({ max: '3650d' }))
        .default(300_000, '5m'),
    )
    .option('--dry-run', 'only tell what would be ended')
    .addOption(credentialsOption())
    .addOption(contextOption())
    .action((options) =>
      perform(async (invocation) => {
        const { reapExpiredInstances } = await import('../actions/reap-expired-instances.js');
        return reapExpiredInstances(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely reap --provider aws',
        'stagely reap --provider hetzner --tag team=build --older-than 1d --dry-run',
      ),
    );
