import { Command } from '@commander-js/extra-typings';
import { EXIT_CODE_HELP } from '../failure/exit-codes.js';
import { createCommand } from './create-command.js';
import { credentialsCommand } from './credentials-command.js';
import { emulateCommand } from './emulate-command.js';
import { examples } from './examples.js';
import { keyCommand } from './key-command.js';
import { listCommand } from './list-command.js';
import type { Perform } from './perform.js';
import { providersCommand } from './providers-command.js';
import { reapCommand } from './reap-command.js';
import { statusCommand } from './status-command.js';
import { terminateCommand } from './terminate-command.js';
import { validateCommand } from './validate-command.js';

const ENVIRONMENT_HELP = `Environment:
  STAGELY_PROVIDER            the provider, in place of --provider
  STAGELY_CREDENTIALS_FILE    the file with encrypted credentials, in place of --credentials
  STAGELY_ENCRYPTION_KEY      the key of that file; several, separated by commas, during a rotation
  STAGELY_OLD_ENCRYPTION_KEY  further keys that "credentials rotate" may open files with
  STAGELY_AWS_ENDPOINT        another address of a provider's API, such as an emulated cloud's;
                              likewise for every other provider by its name in capitals
  NO_COLOR                    no colours
  Without a file, the provider's own variables are read: HETZNER_API_TOKEN, DO_API_TOKEN,
  AWS_ACCESS_KEY_ID … Secrets are never given as arguments.`;

/** The whole command line: what can be called how. What a command does is imported when it is called. */
export const buildProgram = (perform: Perform, version: string) =>
  new Command('stagely')
    .description(
      'Creates, watches, lists and ends virtual machines on any installed Stagely provider.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('--json', 'print one JSON document on standard output; errors are JSON too')
    .option('--debug', 'show causes, stacks and everything that providers log')
    .option('--no-color', 'no colours')
    .addCommand(providersCommand(perform))
    .addCommand(validateCommand(perform))
    .addCommand(createCommand(perform))
    .addCommand(statusCommand(perform))
    .addCommand(listCommand(perform))
    .addCommand(terminateCommand(perform))
    .addCommand(reapCommand(perform))
    .addCommand(keyCommand(perform))
    .addCommand(credentialsCommand(perform))
    .addCommand(emulateCommand(perform))
    .addHelpText(
      'after',
      [
        examples(
          'stagely providers',
          'stagely create --provider hetzner --size small --architecture arm64 --expires-in 2h',
          'stagely terminate --provider hetzner 4711',
        ),
        ENVIRONMENT_HELP,
        EXIT_CODE_HELP,
      ].join('\n\n'),
    );
