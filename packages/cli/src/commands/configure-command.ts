import type { CommanderError, CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../failure/usage-error.js';

/** Where commands print their help. */
export interface HelpOutput {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
  readonly columns: number;
}

/** The command line asked for nothing but its help or version, or for no command at all. */
export class NothingToDo extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('The command line asks for no command.');
    this.exitCode = exitCode;
  }
}

const SECRET_WORD =
  /token|secret|pass(?:word|wd|phrase)|credential|private|(?:access|api|encryption)-?key/i;

/** Makes a command and all below it print where they should, and throw instead of ending the process. */
export function configureCommand(
  command: CommandUnknownOpts,
  output: HelpOutput,
  path = command.name(),
): void {
  const { writeOut, writeErr, columns } = output;
  command
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut,
      writeErr,
      outputError: () => undefined,
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride((error) => {
      throw toFailure(error, path);
    });
  for (const inner of command.commands) {
    configureCommand(inner, output, `${path} ${inner.name()}`);
  }
}

function toFailure(error: CommanderError, path: string): Error {
  if (error.exitCode === 0) return new NothingToDo(0);
  if (error.code === 'commander.help') return new NothingToDo(2);
  const help = `"${path} --help" shows what there is.`;
  const option = unknownOption(error);
  if (option !== undefined && SECRET_WORD.test(option)) {
    return new UsageError(
      `There is no option ${option}: secrets are never given as arguments, where other programs can see them.`,
      'Set the variables of the provider, or use --credentials with an encrypted file.',
    );
  }
  const [problem = '', suggestion] = error.message.replace(/^error: /, '').split('\n(');
  const text = option === undefined ? problem : `unknown option '${option}'`;
  return new UsageError(
    `${path}: ${text}`,
    suggestion === undefined ? help : `${suggestion.replace(/\)$/, '')} ${help}`,
  );
}

/** The option without what was given with it, which may be a secret: `--api-token=…`, `-p…`. */
function unknownOption({ code, message }: CommanderError): string | undefined {
  if (code !== 'commander.unknownOption') return undefined;
  const [, option] = /unknown option '(--[^='\s]*|-.)/.exec(message) ?? [];
  return option ?? 'that was given';
}
