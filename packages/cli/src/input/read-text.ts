import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError } from '../failure/usage-error.js';
import type { Invocation } from '../invocation/invocation.js';
import { reasonOf } from './file-failure.js';

/**
 * A text file, by a name that starts from the folder `cwd`.
 *
 * @throws UsageError when it cannot be read
 */
export async function readTextFile(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new UsageError(
      `The file ${file} cannot be read: ${reasonOf(error)}.`,
      'Check its name and its permissions.',
    );
  }
}

/**
 * Everything that comes through standard input.
 *
 * @param hint what to pipe in, for a person who is about to type it
 * @throws UsageError when standard input is a terminal, which would show what is typed
 */
export async function readStandardInput(invocation: Invocation, hint: string): Promise<string> {
  const { stdin } = invocation.host;
  if (stdin.isTTY === true) {
    throw new UsageError(
      'Nothing is piped in, and a secret is not to be typed on a terminal.',
      hint,
    );
  }
  return text(addAbortSignal(invocation.signal, stdin));
}
