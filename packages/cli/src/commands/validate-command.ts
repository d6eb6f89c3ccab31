import { Command } from '@commander-js/extra-typings';
import {
  contextOption,
  credentialsOption,
  providerOption,
} from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const validateCommand = (perform: Perform) =>
  new Command('validate')
    .summary('check that the credentials work')
    .description('Makes one cheap call to the cloud to see whether the credentials work.')
    .addOption(providerOption())
    .addOption(credentialsOption())
    .addOption(contextOption())
    .action((options) =>
      perform(async (invocation) => {
        const { validateCredentials } = await import('../actions/validate-credentials.js');
        return validateCredentials(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely validate --provider hetzner',
        'stagely validate --provider aws --credentials aws.enc --context team-7:aws',
      ),
    );
