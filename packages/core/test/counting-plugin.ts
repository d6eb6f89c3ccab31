import * as v from 'valibot';
import { systemClock } from '../src/clock/system-clock.js';
import type { ProviderContext } from '../src/contract/provider-context.js';
import { definePlugin } from '../src/plugin/define-plugin.js';
import type { ProviderPlugin } from '../src/plugin/provider-plugin.js';
import { TinyProvider } from './tiny-provider.js';

/** A plugin that counts what it is asked for. */
export class CountingPlugin {
  readonly constructed: { credentials: unknown; context: ProviderContext }[] = [];
  /** How many further constructions fail. */
  failures = 0;
  readonly plugin: ProviderPlugin;

  constructor(change: Partial<ProviderPlugin> = {}) {
    this.plugin = definePlugin({
      name: 'tiny',
      contract: 1,
      credentials: v.object({ api_token: v.string(), region: v.optional(v.string()) }),
      secretFields: ['api_token'],
      createProvider: async (credentials: unknown, context: ProviderContext) => {
        this.constructed.push({ credentials, context });
        await Promise.resolve();
        if (this.failures-- > 0) throw new Error('not yet');
        return new TinyProvider(systemClock);
      },
      credentialsFromEnvironment: () => ({}),
      ...change,
    });
  }
}
