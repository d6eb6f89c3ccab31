import { realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { up } from 'empathic/walk';
import * as v from 'valibot';
import { invalidInput } from '../validation/parse-input.js';
import { readJson } from './read-json.js';

/** The application whose dependencies are searched for plugins. */
export interface Application {
  /** The real path of the folder that packages are resolved from. */
  readonly folder: string;
  /** The path of the application's package.json; absent where there is none. */
  readonly manifestPath?: string;
  /** The packages it declares, in any of the four kinds of dependencies. */
  readonly declared: ReadonlySet<string>;
}

const dependencies = v.fallback(v.optional(v.record(v.string(), v.unknown()), {}), {});

const manifestSchema = v.object({
  name: v.fallback(v.optional(v.string(), ''), ''),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
});

/**
 * Finds the application that a file or folder belongs to: the nearest package.json above it that has a `name`;
 * where none has, the nearest that declares dependencies, such as `npm install` writes into an empty folder.
 *
 * @param from a path or a `file:` URL
 * @throws InvalidInputError when there is no such path
 */
export function findApplication(from: string | URL): Application {
  const folder = toFolder(from);
  const manifests = up(folder).flatMap((parent) => {
    const manifestPath = join(parent, 'package.json');
    const manifest = v.safeParse(manifestSchema, readJson(manifestPath));
    if (!manifest.success) return [];
    return [{ manifestPath, name: manifest.output.name, declared: declaredIn(manifest.output) }];
  });
  const chosen =
    manifests.find(({ name }) => name !== '') ??
    manifests.find(({ declared }) => declared.size > 0);
  if (chosen === undefined) return { folder, declared: new Set() };
  return { folder, manifestPath: chosen.manifestPath, declared: chosen.declared };
}

function declaredIn(manifest: v.InferOutput<typeof manifestSchema>): Set<string> {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return new Set(
    [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap(Object.keys),
  );
}

function toFolder(from: string | URL): string {
  try {
    const isUrl = from instanceof URL || from.startsWith('file:');
    const path = realpathSync(isUrl ? fileURLToPath(from) : resolve(from));
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    throw invalidInput({ operation: 'new ProviderRegistry' }, [
      {
        path: 'options.resolveFrom',
        message:
          'must be the path or the file: URL of an existing file or folder, such as import.meta.url',
      },
    ]);
  }
}
