import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { up } from 'empathic/walk';
import * as v from 'valibot';
import { invalidInput } from '../validation/parse-input.js';

/** The application whose dependencies are searched for plugins. */
export interface Application {
  /** The folder that packages are resolved from; ends with a separator. */
  readonly resolveFrom: string;
  /** The path of the application's package.json; absent where there is none with a name. */
  readonly manifestPath?: string;
  /** The packages it declares, in any of the four kinds of dependencies. */
  readonly declared: ReadonlySet<string>;
}

const dependencies = v.fallback(v.optional(v.record(v.string(), v.unknown()), {}), {});

const manifestSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
});

/**
 * Finds the application that a file or folder belongs to: the nearest package.json above it that has a `name`.
 *
 * @param from a path or a `file:` URL
 * @throws InvalidInputError when there is no such path
 */
export function findApplication(from: string | URL): Application {
  const folder = toFolder(from);
  for (const parent of up(folder)) {
    const manifestPath = join(parent, 'package.json');
    const manifest = readManifest(manifestPath);
    if (manifest === undefined) continue;
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
    return {
      resolveFrom: join(folder, '/'),
      manifestPath,
      declared: new Set(
        [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap(
          Object.keys,
        ),
      ),
    };
  }
  return { resolveFrom: join(folder, '/'), declared: new Set() };
}

function toFolder(from: string | URL): string {
  try {
    const path =
      from instanceof URL || from.startsWith('file:') ? fileURLToPath(from) : resolve(from);
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

function readManifest(path: string): v.InferOutput<typeof manifestSchema> | undefined {
  try {
    const result = v.safeParse(manifestSchema, JSON.parse(readFileSync(path, 'utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
