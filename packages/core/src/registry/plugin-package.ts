import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { up } from 'empathic/walk';
import { resolveModulePath } from 'exsolve';
import * as v from 'valibot';
import { CONTRACT_VERSION } from '../contract/cloud-provider.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { providerTypeSchema } from './plugin-name.js';
import { readJson } from './read-json.js';

/** An installed provider package, known from its manifest alone. */
export interface PluginPackage {
  readonly packageName: string;
  readonly version: string;
  /** The provider's name. */
  readonly provider: string;
  /** The real path of the module to import. */
  readonly entryPath: string;
}

const versionSchema = v.fallback(v.object({ version: v.fallback(v.string(), '0.0.0') }), {
  version: '0.0.0',
});

const pluginManifestSchema = v.object({
  stagely: v.object({ provider: providerTypeSchema, contract: v.number() }),
});

/**
 * Finds a package as the application itself would import it, without importing it; `undefined` when it is not
 * installed.
 *
 * @throws IncompatibleProviderError when it is installed and is no plugin of this contract
 */
export function findPluginPackage(
  packageName: string,
  applicationFolder: string,
): PluginPackage | undefined {
  const modulesFolder = findModulesFolder(packageName, applicationFolder);
  if (modulesFolder === undefined) return undefined;
  const manifest = readJson(join(modulesFolder, packageName, 'package.json'));
  const { version } = v.parse(versionSchema, manifest);
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
  const entryPath = resolveEntry(packageName, version, modulesFolder);
  return { packageName, version, provider, entryPath };
}

/** The `node_modules` folder that holds a package: the first one upwards that has it, as in Node.js itself. */
function findModulesFolder(packageName: string, applicationFolder: string): string | undefined {
  return up(applicationFolder)
    .map((parent) => join(parent, 'node_modules'))
    .find((modulesFolder) => existsSync(join(modulesFolder, packageName, 'package.json')));
}

/** Resolved from the `node_modules` folder itself: the module to import is of the package whose manifest was read. */
function resolveEntry(packageName: string, version: string, modulesFolder: string): string {
  try {
    return resolveModulePath(packageName, {
      from: join(modulesFolder, '/'),
      conditions: ['node', 'import', 'module-sync', 'default'],
      cache: false,
    });
  } catch (error) {
    throw new IncompatibleProviderError(
      `${packageName}@${version} is installed, but it has no module to import. Reinstall it, or ask its author to check "exports" in its package.json.`,
      { cause: error },
    );
  }
}
