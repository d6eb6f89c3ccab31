import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { up } from 'empathic/walk';
import { resolveModulePath } from 'exsolve';
import * as v from 'valibot';
import { CONTRACT_VERSION } from '../contract/cloud-provider.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';

/** An installed provider package, known from its manifest alone. */
export interface PluginPackage {
  readonly packageName: string;
  readonly version: string;
  /** The provider's name. */
  readonly provider: string;
  /** The real path of the module to import. */
  readonly entryPath: string;
}

const identitySchema = v.object({ name: v.string(), version: v.fallback(v.string(), '0.0.0') });

const pluginManifestSchema = v.object({
  stagely: v.object({ provider: v.pipe(v.string(), v.minLength(1)), contract: v.number() }),
});

/**
 * Finds a package as the application itself would import it, without importing it; `undefined` when it is not
 * installed.
 *
 * @throws IncompatibleProviderError when it is installed and is no plugin of this contract
 */
export function findPluginPackage(
  packageName: string,
  resolveFrom: string,
): PluginPackage | undefined {
  const folder = findPackageFolder(packageName, resolveFrom);
  if (folder === undefined) return undefined;
  const manifest: unknown = readJson(join(folder, 'package.json'));
  const { version } = v.parse(identitySchema, manifest);
  const declared = v.safeParse(pluginManifestSchema, manifest);
  if (!declared.success) {
    throw new IncompatibleProviderError(
      `${packageName}@${version} is not a Stagely provider: its package.json has no "stagely": { "provider": "…", "contract": ${CONTRACT_VERSION} }. Install a provider package, or ask its author to add the manifest.`,
    );
  }
  const { provider, contract } = declared.output.stagely;
  if (contract !== CONTRACT_VERSION) {
    throw new IncompatibleProviderError(
      `${packageName}@${version} is made for contract ${contract} and this @stagely/core for contract ${CONTRACT_VERSION}. Install versions of both that go together.`,
    );
  }
  return {
    packageName,
    version,
    provider,
    entryPath: resolveEntry(packageName, version, resolveFrom),
  };
}

/** The folder of an installed package, found the way Node.js looks for packages: in each `node_modules` upwards. */
function findPackageFolder(packageName: string, resolveFrom: string): string | undefined {
  for (const parent of up(resolveFrom)) {
    const folder = join(parent, 'node_modules', packageName);
    const identity = v.safeParse(identitySchema, readJson(join(folder, 'package.json')));
    if (identity.success && identity.output.name === packageName) return realpathSync(folder);
  }
  return undefined;
}

function resolveEntry(packageName: string, version: string, resolveFrom: string): string {
  try {
    return realpathSync(
      resolveModulePath(packageName, {
        from: resolveFrom,
        conditions: ['node', 'import', 'module-sync', 'default'],
        cache: false,
      }),
    );
  } catch (error) {
    throw new IncompatibleProviderError(
      `${packageName}@${version} is installed, but it has no module to import. Reinstall it, or ask its author to check "exports" in its package.json.`,
      { cause: error },
    );
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
