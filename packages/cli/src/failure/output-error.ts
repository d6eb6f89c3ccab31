import { reasonOf } from '../input/file-failure.js';

/** What a command had to say could not be written. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly code = 'output';
  readonly hint = 'What the command did stays done; look before you run it again.';

  constructor(cause: Error) {
    super(`The result could not be written to standard output: ${reasonOf(cause)}.`, { cause });
  }
}
