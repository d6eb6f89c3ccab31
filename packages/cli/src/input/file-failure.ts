export const ALREADY_EXISTS = 'it exists already';

const REASONS = new Map<unknown, string>([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'there is no such folder'],
  ['EACCES', 'it is not permitted'],
  ['EPERM', 'it is not permitted'],
  ['EISDIR', 'it is a folder'],
  ['ENOSPC', 'there is no space left'],
  ['EEXIST', ALREADY_EXISTS],
]);

/** Why a file could not be read or written, for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = 'code' in error ? REASONS.get(error.code) : undefined;
  return known ?? error.message;
}
