import { Command } from '@commander-js/extra-typings';
import { contextOption, providerOption } from '../provider/provider-selection.js';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const credentialsCommand = (perform: Perform) =>
  new Command('credentials')
    .summary('encrypt credentials, change their key')
    .description('Encrypts credentials for a file or a database.')
    .addCommand(encryptCommand(perform))
    .addCommand(rotateCommand(perform));

const encryptCommand = (perform: Perform) =>
  new Command('encrypt')
    .summary('encrypt credentials')
    .description(
      'Encrypts credentials with the (first) key of STAGELY_ENCRYPTION_KEY. Reads them as a JSON object from standard input, or from the variables of a provider.',
    )
    .addOption(providerOption())
    .option('--from-environment', "take the values of the provider's variables")
    .addOption(contextOption())
    .option(
      '-o, --output <file>',
      'write to this file, for its owner only (default: standard output)',
    )
    .option('--force', 'replace the file if there is one')
    .action((options) =>
      perform(async (invocation) => {
        const { encryptCredentialsText } = await import('../actions/encrypt-credentials-text.js');
        return encryptCredentialsText(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'stagely credentials encrypt --provider hetzner --from-environment --output hetzner.enc',
        'stagely credentials encrypt --provider aws --context team-7:aws < aws.json > aws.enc',
      ),
    );

const rotateCommand = (perform: Perform) =>
  new Command('rotate')
    .summary('encrypt files of credentials anew, with a new key')
    .description(
      'Encrypts files of credentials anew with the first key of STAGELY_ENCRYPTION_KEY. Its other keys and those of STAGELY_OLD_ENCRYPTION_KEY open them. Every file is opened before the first is written, and each is replaced in one step.',
    )
    .argument('<file...>', 'files with encrypted credentials')
    .addOption(contextOption())
    .action((files, options) =>
      perform(async (invocation) => {
        const { rotateCredentialsFiles } = await import('../actions/rotate-credentials-files.js');
        return rotateCredentialsFiles(invocation, files, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'STAGELY_ENCRYPTION_KEY="$NEW_KEY,$OLD_KEY" stagely credentials rotate hetzner.enc aws.enc',
        'stagely credentials rotate --context team-7:aws aws.enc   # also binds it to the context',
      ),
    );
