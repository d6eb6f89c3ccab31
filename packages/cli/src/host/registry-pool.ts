import type {
  Clock,
  ProviderPlugin,
  ProviderRegistry,
  ProviderRegistryOptions,
} from '@stagely/core';
import { LogRouter } from './log-router.js';

/** What every registry of a pool is made with. */
export interface RegistryPoolOptions {
  readonly cwd: string;
  readonly clock?: Clock | undefined;
  readonly providers?: ProviderRegistryOptions['providers'];
  readonly plugins?: readonly ProviderPlugin[] | undefined;
}

/** A registry, and the key that credentials are encrypted with on their way into it. */
export interface KeyedRegistry {
  readonly registry: ProviderRegistry;
  readonly key: Uint8Array;
}

interface PooledRegistry {
  readonly keys: readonly Uint8Array[];
  readonly registry: Promise<ProviderRegistry>;
}

/** One registry per set of encryption keys, so that commands of one process meet the same providers. */
export class RegistryPool {
  /** Where the providers' log lines go. */
  readonly logs = new LogRouter();
  readonly #options: RegistryPoolOptions;
  readonly #pooled: PooledRegistry[] = [];
  #environment: Promise<KeyedRegistry> | undefined;

  constructor(options: RegistryPoolOptions) {
    this.#options = options;
  }

  /** The registry whose stored credentials these keys open. */
  open(keys: readonly Uint8Array[]): Promise<ProviderRegistry> {
    const known = this.#pooled.find((pooled) => sameKeys(pooled.keys, keys));
    if (known !== undefined) return known.registry;
    const registry = this.#create(keys);
    this.#pooled.push({ keys, registry });
    return registry;
  }

  /** The registry for credentials that were never stored, with a key that never leaves this process. */
  openForEnvironment(): Promise<KeyedRegistry> {
    this.#environment ??= this.#createForEnvironment();
    return this.#environment;
  }

  async #createForEnvironment(): Promise<KeyedRegistry> {
    const { generateEncryptionKey } = await import('@stagely/core');
    const key = generateEncryptionKey();
    return { key, registry: await this.open([key]) };
  }

  async #create(encryptionKey: readonly Uint8Array[]): Promise<ProviderRegistry> {
    const { ProviderRegistry } = await import('@stagely/core');
    const { cwd, clock, providers, plugins = [] } = this.#options;
    const registry = new ProviderRegistry({
      encryptionKey,
      resolveFrom: cwd,
      providers,
      clock,
      logger: this.logs.logger,
    });
    for (const plugin of plugins) registry.registerPlugin(plugin);
    return registry;
  }
}

function sameKeys(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return (
    some.length === others.length &&
    some.every((key, index) => Buffer.compare(key, others[index] ?? new Uint8Array()) === 0)
  );
}
