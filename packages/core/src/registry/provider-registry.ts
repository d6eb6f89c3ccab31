import { createHmac, randomBytes } from 'node:crypto';
import { isUint8Array } from 'node:util/types';
import { LRUCache } from 'lru-cache';
import type { CloudProvider } from '../contract/cloud-provider.js';
import type { ProviderContext } from '../contract/provider-context.js';
import { decryptCredentials } from '../credentials/decrypt-credentials.js';
import { canonicalJson } from '../plugin/hash-instance-spec.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { parseInput, parseInputs } from '../validation/parse-input.js';
import { findApplication } from './application.js';
import { checkPlugin, checkProvider } from './check-plugin.js';
import { constructProvider } from './construct-provider.js';
import type { InstalledPlugin, PluginSources } from './discover-plugins.js';
import { type GetProviderOptions, getProviderArguments } from './get-provider-arguments.js';
import { providerTypeSchema } from './plugin-name.js';
import { type ProviderRegistryOptions, registryOptionsSchema } from './registry-options.js';

/**
 * Makes providers from encrypted credentials, with the plugins that the application has installed.
 *
 * Credentials are opened on every call; providers are cached by plugin and credentials, and constructed once
 * however many ask at the same time.
 */
export class ProviderRegistry {
  readonly #encryptionKeys: readonly Uint8Array[];
  readonly #sources: PluginSources;
  readonly #context: ProviderContext;
  readonly #settings: ReadonlyMap<string, object | undefined>;
  readonly #registeredProviders = new Map<string, CloudProvider>();
  readonly #registeredPlugins = new Map<string, ProviderPlugin>();
  readonly #discoveredPlugins = new Map<string, Promise<ProviderPlugin>>();
  readonly #providers: LRUCache<string, Promise<CloudProvider>>;
  readonly #pluginIds = new WeakMap<ProviderPlugin, number>();
  #nextPluginId = 1;
  readonly #cacheSecret = randomBytes(32);

  /** @throws InvalidInputError */
  constructor(options: ProviderRegistryOptions) {
    parseInput(registryOptionsSchema, options, 'options', { operation: 'new ProviderRegistry' });
    const { encryptionKey, resolveFrom, plugins, providers, maxProviders } = options;
    const { logger, clock, fetch } = options;
    const keys = isUint8Array(encryptionKey) ? [encryptionKey] : encryptionKey;
    this.#encryptionKeys = keys.map((key) => new Uint8Array(key));
    this.#sources = {
      application: findApplication(resolveFrom ?? process.cwd()),
      allowed: new Set(plugins),
    };
    this.#settings = new Map(Object.entries(providers ?? {}));
    this.#context = { logger, clock, fetch };
    this.#providers = new LRUCache({ max: maxProviders ?? 1_000 });
  }

  /**
   * Makes a provider of stored credentials, or returns the one made before of the same credentials.
   *
   * @param type `aws`, `@acme/fast`, the name of a provider package, or a registered name
   * @param encryptedCredentials what `encryptCredentials` returned; ignored for registered providers
   * @throws InvalidInputError for a type that is no provider name, and for credentials that lack a field
   * @throws ProviderNotInstalledError, IncompatibleProviderError, CredentialDecryptionError
   */
  async getProvider(
    type: string,
    encryptedCredentials: string,
    options?: GetProviderOptions,
  ): Promise<CloudProvider> {
    const registered = this.#registeredProviders.get(type);
    if (registered !== undefined) return registered;
    const given = { type, encryptedCredentials, options };
    parseInputs(getProviderArguments, given, { operation: 'getProvider' });
    const plugin = await this.getPlugin(type);
    const stored = decryptCredentials(encryptedCredentials, this.#encryptionKeys, options);
    return this.#cached(plugin, stored);
  }

  /**
   * The plugin behind a provider type: a registered one, or the installed one, imported at the first call.
   *
   * @throws InvalidInputError, ProviderNotInstalledError, IncompatibleProviderError
   */
  async getPlugin(type: string): Promise<ProviderPlugin> {
    parseInput(providerTypeSchema, type, 'type', { operation: 'getPlugin' });
    const known = this.#registeredPlugins.get(type) ?? this.#discoveredPlugins.get(type);
    if (known !== undefined) return known;
    const discovered = this.#discover(type);
    this.#discoveredPlugins.set(type, discovered);
    discovered.catch(() => this.#discoveredPlugins.delete(type));
    return discovered;
  }

  /**
   * Puts a ready provider under a name, before anything that is installed: for tests.
   *
   * @throws InvalidInputError, IncompatibleProviderError
   */
  registerProvider(name: string, provider: CloudProvider): void {
    parseInput(providerTypeSchema, name, 'name', { operation: 'registerProvider' });
    const origin = `What was registered as "${name}"`;
    this.#registeredProviders.set(name, checkProvider(provider, origin));
  }

  /**
   * Adds a statically imported plugin, before what is installed: for bundles and Yarn PnP.
   *
   * @param type what `getProvider` finds it by, such as `@acme/fast`. Default: the plugin's own name
   * @throws InvalidInputError, IncompatibleProviderError
   */
  registerPlugin(plugin: ProviderPlugin, type?: string): void {
    const { name } = checkPlugin(plugin, 'What was registered');
    const checked = parseInput(providerTypeSchema, type ?? name, 'type', {
      operation: 'registerPlugin',
    });
    this.#registeredPlugins.set(checked, plugin);
  }

  /** The plugins that the application declares, from their manifests, without importing them. */
  async listInstalledPlugins(): Promise<InstalledPlugin[]> {
    const { discoverPlugins } = await import('./discover-plugins.js');
    return discoverPlugins(this.#sources);
  }

  async #discover(type: string): Promise<ProviderPlugin> {
    const [{ discoverPlugin }, { loadPlugin }] = await Promise.all([
      import('./discover-plugins.js'),
      import('./load-plugin.js'),
    ]);
    return loadPlugin(discoverPlugin(type, this.#sources));
  }

  /** Cached by the credentials as they were stored: what a plugin's schema makes of them may not show in JSON. */
  #cached(
    plugin: ProviderPlugin,
    stored: Readonly<Record<string, unknown>>,
  ): Promise<CloudProvider> {
    const cacheKey = createHmac('sha256', this.#cacheSecret)
      .update(canonicalJson([this.#identify(plugin), stored]))
      .digest('base64');
    const cached = this.#providers.get(cacheKey);
    if (cached !== undefined) return cached;
    const settings = this.#settings.get(plugin.name);
    const provider = constructProvider(plugin, stored, { ...this.#context, settings });
    this.#providers.set(cacheKey, provider);
    provider.catch(() => {
      if (this.#providers.peek(cacheKey) === provider) this.#providers.delete(cacheKey);
    });
    return provider;
  }

  /** Two packages may use the same provider name; what they make is never mixed up. */
  #identify(plugin: ProviderPlugin): number {
    const known = this.#pluginIds.get(plugin);
    if (known !== undefined) return known;
    const id = this.#nextPluginId++;
    this.#pluginIds.set(plugin, id);
    return id;
  }
}
