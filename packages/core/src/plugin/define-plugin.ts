import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ProviderPlugin } from './provider-plugin.js';

/** Types a plugin and freezes it. A provider package has the result as its default export. */
export function definePlugin<Schema extends StandardSchemaV1>(
  plugin: ProviderPlugin<Schema>,
): ProviderPlugin<Schema> {
  return Object.freeze(plugin);
}
