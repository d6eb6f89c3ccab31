import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../failure/usage-error.js';
import { ALREADY_EXISTS, reasonOf } from './file-failure.js';

const OWNER_ONLY = 0o600;

/**
 * Writes a file that only its owner may read. An existing one is replaced in one step, so that a crash leaves
 * the old or the new text, never a part.
 *
 * @throws UsageError when it exists and is not to be replaced, or cannot be written
 */
export async function writePrivateFile(
  file: string,
  text: string,
  options: { readonly cwd: string; readonly replace: boolean },
): Promise<void> {
  const path = resolve(options.cwd, file);
  try {
    if (options.replace) await replaceFile(await realPath(path), text);
    else await writeNewFile(path, text);
  } catch (error) {
    const reason = reasonOf(error);
    throw new UsageError(
      `The file ${file} cannot be written: ${reason}.`,
      reason === ALREADY_EXISTS
        ? 'Choose another name, or replace it with --force.'
        : 'Check its folder and its permissions.',
    );
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeNewFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where a symbolic link leads: the link stays, what it leads to is replaced. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
