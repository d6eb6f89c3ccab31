import { Command } from '@commander-js/extra-typings';
import {
  contextOption,
  credentialsOption,
  providerOption,
} from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const statusCommand = (perform: Perform) =>
  new Command('status')
    .summary('show what instances are doing')
    .description('Shows what instances are doing. One that fails does not hide the others.')
    .argument('<id...>', 'instance ids')
    .addOption(providerOption())
    .addOption(credentialsOption())
    .addOption(contextOption())
    .action((ids, options) =>
      perform(async (invocation) => {
        const { showStatus } = await import('../actions/show-status.js');
        return showStatus(invocation, ids, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely status --provider hetzner 4711',
        'stagely status --provider aws eu-west-1/i-0abc1234 eu-west-1/i-0def5678 --json',
      ),
    );
