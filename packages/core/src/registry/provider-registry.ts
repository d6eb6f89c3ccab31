import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CloudProvider } from '../contract/cloud-provider.js';
import type { ProviderContext } from '../contract/provider-context.js';
import { checkKeys, type DecryptionOptions } from '../credentials/check-arguments.js';
import { decryptCredentials } from '../credentials/decrypt-credentials.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { canonicalJson } from '../plugin/hash-instance-spec.js';
import { parseCredentials } from '../plugin/parse-credentials.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { Redactor } from '../redaction/redactor.js';
import { textsIn } from '../redaction/texts-in.js';
import { parseInput } from '../validation/parse-input.js';
import { type Application, findApplication } from './application.js';
import { checkPlugin, checkProvider } from './check-plugin.js';
import type { InstalledPlugin } from './discover-plugins.js';
import { pluginPackageNames } from './plugin-name.js';
import { type ProviderRegistryOptions, registryOptionsSchema } from './registry-options.js';

/** How stored credentials are opened by `getProvider`. */
export type GetProviderOptions = DecryptionOptions;

/**
 * Makes providers from encrypted credentials, with the plugins that the application has installed.
 *
 * Credentials are opened on every call; providers are cached by type and credentials, and constructed once
 * however many ask at the same time.
 */
export class ProviderRegistry {
  readonly #keys: readonly Uint8Array[];
  readonly #application: Application;
  readonly #context: ProviderContext;
  readonly #settings: Readonly<Record<string, object | undefined>>;
  readonly #registeredProviders = new Map<string, CloudProvider>();
  readonly #registeredPlugins = new Map<string, ProviderPlugin>();
  readonly #discoveredPlugins = new Map<string, Promise<ProviderPlugin>>();
  readonly #providers: LRUCache<string, Promise<CloudProvider>>;
  readonly #pluginIds = new WeakMap<ProviderPlugin, number>();
  #nextPluginId = 1;
  readonly #cacheSecret = randomBytes(32);

  /** @throws InvalidInputError */
  constructor(options: ProviderRegistryOptions) {
    const operation = { operation: 'new ProviderRegistry' };
    parseInput(registryOptionsSchema, options, 'options', operation);
    const { encryptionKey, resolveFrom, plugins, providers, maxProviders, logger, clock } = options;
    this.#keys = checkKeys(encryptionKey, 'options.encryptionKey', operation).map(
      (key) => new Uint8Array(key),
    );
    const application = findApplication(resolveFrom ?? process.cwd());
    this.#application = {
      ...application,
      declared: new Set([...application.declared, ...(plugins ?? [])]),
    };
    this.#settings = { ...providers };
    this.#context = { logger, clock, fetch: options.fetch };
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
    const plugin = await this.getPlugin(type);
    const stored = decryptCredentials(encryptedCredentials, this.#keys, options);
    const operation = { operation: 'getProvider', provider: plugin.name };
    const credentials = await parseCredentials(plugin.credentials, stored, operation);
    return this.#cached(plugin, credentials);
  }

  /**
   * The plugin behind a provider type: a registered one, or the installed one, imported at the first call.
   *
   * @throws InvalidInputError, ProviderNotInstalledError, IncompatibleProviderError
   */
  async getPlugin(type: string): Promise<ProviderPlugin> {
    const registered = this.#registeredPlugins.get(type);
    if (registered !== undefined) return registered;
    pluginPackageNames(type);
    const discovered = this.#discoveredPlugins.get(type) ?? this.#discover(type);
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
    pluginPackageNames(name);
    this.#registeredProviders.set(
      name,
      checkProvider(provider, `What was registered as "${name}"`),
    );
  }

  /**
   * Adds a statically imported plugin under its own name, before what is installed: for bundles and Yarn PnP.
   *
   * @throws IncompatibleProviderError, InvalidInputError
   */
  registerPlugin(plugin: ProviderPlugin): void {
    const { name } = checkPlugin(plugin, 'What was registered');
    pluginPackageNames(name);
    this.#registeredPlugins.set(name, plugin);
  }

  /** The plugins that the application declares, from their manifests, without importing them. */
  async listInstalledPlugins(): Promise<InstalledPlugin[]> {
    const { discoverPlugins } = await import('./discover-plugins.js');
    return discoverPlugins(this.#application);
  }

  async #discover(type: string): Promise<ProviderPlugin> {
    const [{ discoverPlugin }, { loadPlugin }] = await Promise.all([
      import('./discover-plugins.js'),
      import('./load-plugin.js'),
    ]);
    return loadPlugin(discoverPlugin(type, this.#application));
  }

  #cached(plugin: ProviderPlugin, credentials: unknown): Promise<CloudProvider> {
    const cacheKey = createHmac('sha256', this.#cacheSecret)
      .update(canonicalJson([this.#identify(plugin), credentials]))
      .digest('base64');
    const cached = this.#providers.get(cacheKey);
    if (cached !== undefined) return cached;
    const provider = this.#construct(plugin, credentials);
    this.#providers.set(cacheKey, provider);
    provider.catch(() => {
      if (this.#providers.peek(cacheKey) === provider) this.#providers.delete(cacheKey);
    });
    return provider;
  }

  async #construct(plugin: ProviderPlugin, credentials: unknown): Promise<CloudProvider> {
    const settings = this.#settings[plugin.name];
    try {
      const provider = await plugin.createProvider(credentials, { ...this.#context, settings });
      return checkProvider(provider, `What the plugin "${plugin.name}" created`);
    } catch (error) {
      if (error instanceof StagelyError) throw error;
      throw new IncompatibleProviderError(
        `The plugin "${plugin.name}" failed while it made a provider. Its cause says why; check its settings, or ask its author.`,
        { cause: new Redactor(() => textsIn(credentials)).error(error) },
      );
    }
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
