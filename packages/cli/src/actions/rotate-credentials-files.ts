import { rotateCredentials } from '@stagely/core';
import { ExplainedError } from '../failure/explained-error.js';
import { UsageError } from '../failure/usage-error.js';
import { readTextFile } from '../input/read-text.js';
import { writePrivateFile } from '../input/write-private-file.js';
import type { Invocation } from '../invocation/invocation.js';
import { readEncryptionKeys, readOldEncryptionKeys } from '../provider/encryption-keys.js';

/** Encrypts files of credentials anew with the newest key. */
export async function rotateCredentialsFiles(
  invocation: Invocation,
  files: readonly string[],
  options: { readonly context?: string | undefined },
): Promise<number> {
  const { env, cwd } = invocation.host;
  const { context } = options;
  const keys = await readEncryptionKeys(env);
  const allKeys = [...keys, ...(await readOldEncryptionKeys(env))];
  if (allKeys.length === 1 && context === undefined) {
    throw new UsageError(
      'There is only one key, so there is nothing to rotate.',
      'Put the new key before the old one in STAGELY_ENCRYPTION_KEY, separated by a comma, or the old one into STAGELY_OLD_ENCRYPTION_KEY.',
    );
  }
  const rotated = new Map<string, string>();
  for (const file of new Set(files)) {
    const text = (await readTextFile(file, cwd)).trim();
    try {
      rotated.set(file, rotateCredentials(text, allKeys, keys[0], { context }));
    } catch (error) {
      throw new ExplainedError(
        error,
        `This is about ${file}; no file was changed. Check STAGELY_ENCRYPTION_KEY, STAGELY_OLD_ENCRYPTION_KEY and --context.`,
      );
    }
  }
  for (const [file, text] of rotated) {
    await writePrivateFile(file, `${text}\n`, { cwd, replace: true });
  }
  invocation.print({
    document: { rotated: [...rotated.keys()] },
    text: () => [...rotated.keys()].map((file) => `${file} has the new key.`).join('\n'),
  });
  return 0;
}
