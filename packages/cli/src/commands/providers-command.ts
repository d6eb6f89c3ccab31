import { Command } from '@commander-js/extra-typings';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const providersCommand = (perform: Perform) =>
  new Command('providers')
    .summary('list the provider packages that are installed')
    .description(
      'Lists the provider packages that the package.json of the working directory declares, and whether each can be used.',
    )
    .action(() =>
      perform(async (invocation) => {
        const { listProviders } = await import('../actions/list-providers.js');
        return listProviders(invocation);
      }),
    )
    .addHelpText('after', examples('stagely providers', 'stagely providers --json'));
