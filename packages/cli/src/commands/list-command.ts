import { Command } from '@commander-js/extra-typings';
import { tagOption } from '../input/tag-option.js';
import {
  contextOption,
  credentialsOption,
  providerOption,
} from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const listCommand = (perform: Perform) =>
  new Command('list')
    .summary('list the instances that Stagely manages')
    .description(
      'Lists the instances that Stagely manages, in every region of the account, and no others.',
    )
    .addOption(providerOption())
    .addOption(tagOption('only instances with this tag'))
    .option('--region <region>', 'only instances in this region')
    .option('--key <key>', 'only the instance made with this idempotency key')
    .option('--all', 'also instances that have ended and that the cloud still shows')
    .addOption(credentialsOption())
    .addOption(contextOption())
    .action((options) =>
      perform(async (invocation) => {
        const { listInstances } = await import('../actions/list-instances.js');
        return listInstances(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely list --provider digitalocean --tag team=build',
        'stagely list --provider aws --all --json',
      ),
    );
