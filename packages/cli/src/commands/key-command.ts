import { Command } from '@commander-js/extra-typings';
import { examples } from './examples.js';
import type { Perform } from './perform.js';

export const keyCommand = (perform: Perform) =>
  new Command('key')
    .summary('make keys for encrypted credentials')
    .description('Makes keys for encrypted credentials.')
    .addCommand(keyGenerateCommand(perform));

const keyGenerateCommand = (perform: Perform) =>
  new Command('generate')
    .summary('make a new encryption key')
    .description('Prints a new random key of 32 bytes for STAGELY_ENCRYPTION_KEY.')
    .option('--hex', 'as 64 hexadecimal digits instead of base64')
    .action((options) =>
      perform(async (invocation) => {
        const { generateKey } = await import('../actions/generate-key.js');
        return generateKey(invocation, options);
      }),
    )
    .addHelpText(
      'after',
      examples(
        'export STAGELY_ENCRYPTION_KEY="$(stagely key generate)"',
        'stagely key generate --hex',
      ),
    );
