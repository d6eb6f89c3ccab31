import { readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Area } from './areas.js';

/** The files of each area, from the package's folder. Tests are none, nor is what stands in folders of a folder. */
export function filesByArea(areas: readonly Area[], packageFolder: string): Map<Area, string[]> {
  const taken = new Set<string>();
  return new Map(
    areas.map((area) => {
      const files = area.sources
        .flatMap((source) => filesOf(source, packageFolder))
        .filter((file) => !taken.has(file));
      for (const file of files) taken.add(file);
      return [area, files];
    }),
  );
}

function filesOf(source: string, packageFolder: string): string[] {
  if (!statSync(join(packageFolder, source)).isDirectory()) return [source];
  return readdirSync(join(packageFolder, source))
    .filter((name) => name.endsWith('.ts') && !/\.(test|bench)\.ts$/.test(name))
    .map((name) => posix.join(source, name));
}
