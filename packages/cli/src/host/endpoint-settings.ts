import type { Environment, ProviderRegistryOptions } from '@stagely/core';

type ProviderSettings = ProviderRegistryOptions['providers'];

/**
 * Adds the addresses that the environment names: `STAGELY_HETZNER_ENDPOINT` becomes the setting `endpoint` of
 * `hetzner`. They are the application's to choose; stored credentials never bring one.
 */
export function withEndpoints(settings: ProviderSettings, env: Environment): ProviderSettings {
  const found = Object.entries(env).flatMap(([variable, endpoint]) => {
    const [, name] = /^STAGELY_([A-Z0-9_]+)_ENDPOINT$/.exec(variable) ?? [];
    return name === undefined || !endpoint ? [] : [{ name: toProviderName(name), endpoint }];
  });
  const merged = new Map(Object.entries(settings ?? {}));
  for (const { name, endpoint } of found) merged.set(name, { endpoint, ...merged.get(name) });
  return Object.fromEntries(merged);
}

function toProviderName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
