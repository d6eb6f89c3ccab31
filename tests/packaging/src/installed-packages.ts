import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The names of all packages in an application's node_modules, however deep they are, sorted. */
export async function installedPackages(application: string): Promise<string[]> {
  const files = await readdir(join(application, 'node_modules'), { recursive: true });
  const names = files.flatMap((file) => {
    const [, name] =
      /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/@]+)\/package\.json$/.exec(
        `node_modules/${file.replaceAll('\\', '/')}`,
      ) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].sort();
}
