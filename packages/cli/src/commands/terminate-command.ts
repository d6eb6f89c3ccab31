import { Command } from '@commander-js/extra-typings';
import {
  contextOption,
  credentialsOption,
  providerOption,
} from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const terminateCommand = (perform: Perform) =>
  new Command('terminate')
    .summary('end instances')
    .description(
      'Ends instances. Succeeds for those that are gone already; one failure does not stop the others.',
    )
    .argument('<id...>', 'instance ids')
    .addOption(providerOption())
    .addOption(credentialsOption())
    .addOption(contextOption())
    .action((ids, options) =>
      perform(async (invocation) => {
        const { terminateInstances } = await import('../actions/terminate-instances.js');
        return terminateInstances(invocation, ids, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely terminate --provider hetzner 4711 4712',
        'stagely terminate --provider aws eu-west-1/i-0abc1234',
      ),
    );
