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

/** Where plugins may come from. */
export interface PluginSources {
  readonly application: Application;
  /** The packages that may be imported although the application does not declare them. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * Finds the package that brings a provider, among those that may be imported.
 *
 * @throws ProviderNotInstalledError, IncompatibleProviderError
 */
export function discoverPlugin(type: string, sources: PluginSources): PluginPackage {
  const { application, allowed } = sources;
  const names = pluginPackageNames(type);
  const packageName = names.find((name) => application.declared.has(name) || allowed.has(name));
  if (packageName === undefined) {
    throw new ProviderNotInstalledError(
      `No package for the provider "${type}" is declared in ${manifestOf(application)} (looked for ${names.join(', ')}). Run: npm install ${names[0]}`,
    );
  }
  const found = findPluginPackage(packageName, application.folder);
  if (found !== undefined) return found;
  const isDeclared = application.declared.has(packageName);
  throw new ProviderNotInstalledError(
    `${packageName} is ${isDeclared ? `declared in ${manifestOf(application)}` : 'named in the option "plugins"'}, but not installed (in a bundle or under Yarn PnP, use registerPlugin() instead). Run: npm install${isDeclared ? '' : ` ${packageName}`}`,
  );
}

/** All plugin packages that may be imported, whether usable or not, in the order of their names. */
export function discoverPlugins(sources: PluginSources): InstalledPlugin[] {
  const packageNames = new Set([...sources.application.declared, ...sources.allowed]);
  return [...packageNames]
    .filter(isPluginPackageName)
    .sort()
    .map((packageName) => {
      const type = pluginType(packageName, packageNames);
      try {
        const { provider, version } = discoverPlugin(packageName, sources);
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

function manifestOf({ manifestPath, folder }: Application): string {
  return manifestPath ?? `any package.json above ${folder}`;
}
