import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { ProviderNotInstalledError } from '../errors/provider-not-installed-error.js';
import type { Application } from './application.js';
import { isPluginPackageName, pluginPackageNames, pluginType } from './plugin-name.js';
import { findPluginPackage, type PluginPackage } from './plugin-package.js';

/** An installed plugin, as `listInstalledPlugins()` reports it from its manifest. */
export interface InstalledPlugin {
  /** What `getProvider` finds it by: `aws`, `@acme/fast`. */
  readonly type: string;
  /** The provider's name; absent where the package is not usable. */
  readonly provider?: string;
  readonly packageName: string;
  /** Absent where the package is not usable. */
  readonly version?: string;
  /** Why the package cannot be used: declared but not installed, no manifest, another contract. */
  readonly problem?: IncompatibleProviderError | ProviderNotInstalledError;
}

/**
 * Finds the package that brings a provider, among those the application declares.
 *
 * @throws InvalidInputError, ProviderNotInstalledError, IncompatibleProviderError
 */
export function discoverPlugin(type: string, application: Application): PluginPackage {
  const names = pluginPackageNames(type);
  for (const name of names) {
    if (!application.declared.has(name)) continue;
    const found = findPluginPackage(name, application.resolveFrom);
    if (found !== undefined) return found;
    throw new ProviderNotInstalledError(
      `${name} is declared in ${whose(application)}, but not installed. Run: npm install`,
    );
  }
  const [first = type] = names;
  throw new ProviderNotInstalledError(
    `No package for the provider "${type}" is declared in ${whose(application)} (looked for ${names.join(', ')}). Run: npm install ${first}`,
  );
}

/** All plugin packages that the application declares, whether usable or not, in the order of their names. */
export function discoverPlugins(application: Application): InstalledPlugin[] {
  return [...application.declared]
    .filter(isPluginPackageName)
    .sort()
    .map((packageName) => {
      const type = pluginType(packageName);
      try {
        const { provider, version } = discoverPlugin(packageName, application);
        return { type, provider, packageName, version };
      } catch (problem) {
        if (
          problem instanceof IncompatibleProviderError ||
          problem instanceof ProviderNotInstalledError
        ) {
          return { type, packageName, problem };
        }
        throw problem;
      }
    });
}

function whose({ manifestPath, resolveFrom }: Application): string {
  return manifestPath ?? `any package.json above ${resolveFrom}`;
}
