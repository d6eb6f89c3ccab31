import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import type { Defect } from './planted-bug.js';

const PACKAGES = fileURLToPath(new URL('../../../../packages/', import.meta.url));

/** The source of a file with a bug in it. */
export async function plantBug({ file, text, by }: Defect): Promise<string> {
  const source = await readFile(join(PACKAGES, file), 'utf8');
  const places = source.split(text).length - 1;
  if (places !== 1) throw new Error(`"${text}" occurs ${places} times in ${file}, not once.`);
  return source.replace(text, () => by);
}

/** Loads everything anew, with a bug in it; to be called in a test, after which the bug is gone. */
export async function loadWithBug(bug: Defect) {
  const path = join(PACKAGES, bug.file);
  const source = await plantBug(bug);
  const folder = await mkdtemp(join(tmpdir(), 'planted-bug-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [packageName = ''] = bug.file.split('/');
  await symlink(
    join(PACKAGES, packageName, 'node_modules'),
    join(folder, 'node_modules'),
    'junction',
  );
  const planted = join(folder, basename(path));
  await writeFile(planted, withAbsoluteImports(source, dirname(path)));
  vi.resetModules();
  vi.doMock(path, () => import(/* @vite-ignore */ planted));
  onTestFinished(() => {
    vi.doUnmock(path);
    vi.resetModules();
  });
  return import('../simulation/run-simulation.js');
}

/** The copy stands elsewhere, and must have the same neighbours; its dependencies are linked. */
function withAbsoluteImports(source: string, folder: string): string {
  return source
    .replaceAll(/from '(\.[^']*)'/g, (_, relative: string) => `from '${join(folder, relative)}'`)
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
}
