import { pathToFileURL } from 'node:url';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { checkPlugin } from './check-plugin.js';
import type { PluginPackage } from './plugin-package.js';

/**
 * Imports a plugin package that has been found.
 *
 * @throws IncompatibleProviderError when the import throws or brings something else than the manifest says
 */
export async function loadPlugin(found: PluginPackage): Promise<ProviderPlugin> {
  const origin = `${found.packageName}@${found.version}`;
  const plugin = checkPlugin(await importDefault(found, origin), `The default export of ${origin}`);
  if (plugin.name === found.provider) return plugin;
  throw new IncompatibleProviderError(
    `${origin} says in its package.json that it provides "${found.provider}" and in its code "${plugin.name}". Ask its author to make the two agree.`,
  );
}

async function importDefault({ entryPath }: PluginPackage, origin: string): Promise<unknown> {
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(entryPath).href);
    return module.default;
  } catch (error) {
    throw new IncompatibleProviderError(
      `${origin} failed while it was imported. Its cause says why; a version that fits this Node.js and this @stagely/core may help.`,
      { cause: error },
    );
  }
}
