import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import spawn from 'nano-spawn';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A copy of this repository's files, as a git repository of its own with one commit, the tag `base`. */
export interface RepositoryCopy {
  readonly folder: string;
  /** Runs a tool that is installed at this repository's root. */
  run(tool: string, ...options: string[]): Promise<{ stdout: string; stderr: string }>;
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  commit(): Promise<void>;
  remove(): Promise<void>;
}

/** Copies what git would commit: tracked files, and new ones that it does not ignore. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'stagely-repository-'));
  const { stdout } = await spawn('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
  });
  for (const path of new Set(stdout.split('\0').filter(Boolean))) {
    await cp(join(root, path), join(folder, path)).catch(ignoreMissing);
  }
  const git = (...options: string[]) =>
    spawn('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...options], {
      cwd: folder,
    });
  const commit = async () => {
    await git('add', '--all');
    await git('commit', '--quiet', '--no-gpg-sign', '--message', 'A change');
  };
  await git('init', '--quiet', '--initial-branch=main');
  await commit();
  await git('tag', 'base');
  return {
    folder,
    commit,
    read: (path) => readFile(join(folder, path), 'utf8'),
    write: (path, content) => writeFile(join(folder, path), content),
    remove: () => rm(folder, { recursive: true, force: true }),
    run: (tool, ...options) =>
      spawn(join(root, 'node_modules/.bin', tool), options, {
        cwd: folder,
        env: {
          TURBO_TELEMETRY_DISABLED: '1',
          PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        },
      }),
  };
}

/** A tracked file that has been deleted and not yet committed is no part of the copy. */
function ignoreMissing(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
  throw error;
}
