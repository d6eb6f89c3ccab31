import { buildProgram } from './commands/build-program.js';
import { configureCommand, NothingToDo } from './commands/configure-command.js';
import type { Action } from './commands/perform.js';
import { EXIT_CODES } from './failure/exit-codes.js';
import { OutputError } from './failure/output-error.js';
import type { StagelyHost } from './host/stagely-host.js';
import { Interruption } from './invocation/interruption.js';
import { Invocation } from './invocation/invocation.js';
import { readVersion } from './read-version.js';
import { OutputChannel } from './terminal/output-channel.js';

/**
 * Runs one `stagely` command and resolves with its exit code. Never ends the process, never rejects.
 *
 * @param argv the words after `stagely`
 */
export async function runStagely(argv: readonly string[], host: StagelyHost): Promise<number> {
  const stdout = new OutputChannel(host.stdout);
  const stderr = new OutputChannel(host.stderr);
  const interruption = new Interruption(host.signals, (text) => host.progress.print(text));
  let exitCode: number = EXIT_CODES.ok;
  let invocation: Invocation | undefined;

  const begin = (): Invocation => {
    invocation ??= new Invocation({ ...program.opts(), host, interruption, stdout });
    return invocation;
  };
  const perform = async (action: Action): Promise<void> => {
    const current = begin();
    const log = current.messages.log.bind(current.messages);
    exitCode = await host.registries.logs.run(log, () => action(current));
  };
  const program = buildProgram(perform, readVersion());
  configureCommand(program, {
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    columns: host.stdout.columns ?? 80,
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    exitCode = error instanceof NothingToDo ? error.exitCode : await report(error, begin());
  }
  interruption.dispose();
  if (exitCode !== EXIT_CODES.ok) exitCode = interruption.exitCode ?? exitCode;

  const unwritten = await stdout.close();
  if (unwritten !== undefined) exitCode = await report(new OutputError(unwritten), begin());
  await stderr.close();
  return exitCode;
}

async function report(error: unknown, invocation: Invocation): Promise<number> {
  const { reportFailure } = await import('./failure/report-failure.js');
  try {
    return reportFailure(error, invocation);
  } catch {
    invocation.messages.error('Unexpected failure, by an error that cannot be shown.', undefined);
    return EXIT_CODES.unexpected;
  }
}
