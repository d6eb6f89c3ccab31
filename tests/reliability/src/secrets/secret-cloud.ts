import {
  startDigitalOceanEmulator,
  startEc2Emulator,
  startHetznerEmulator,
} from '@stagely/cloud-emulators';
import type { CloudProvider, ProviderContext } from '@stagely/core';
import type { VirtualClock } from '@stagely/core/plugin';
import { AwsProvider } from '@stagely/provider-aws';
import { DigitalOceanProvider } from '@stagely/provider-digitalocean';
import { HetznerProvider } from '@stagely/provider-hetzner';
import type { CloudName } from '../clouds/tested-cloud.js';
import { type SecretSet, secretsFor } from './secret-set.js';

/** An emulated cloud, inside the process, that takes the credentials of a set. */
export interface SecretCloud {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

export async function startSecretCloud(
  name: CloudName,
  set: SecretSet,
  clock: VirtualClock,
): Promise<SecretCloud> {
  const common = { clock, port: false, rateLimits: false } as const;
  if (name === 'aws') {
    const { accessKeyId, secretAccessKey, sessionToken } = set;
    const credentials = [{ accessKeyId, secretAccessKey, sessionToken }];
    return startEc2Emulator({ ...common, credentials });
  }
  const credentials = [set.token];
  if (name === 'digitalocean') return startDigitalOceanEmulator({ ...common, credentials });
  const emulator = await startHetznerEmulator({ ...common, credentials });
  return { url: `${emulator.url}/v1`, fetch: emulator.fetch, close: () => emulator.close() };
}

/** What a provider of a test is given, and where its cloud is. */
export interface SecretContext extends Omit<ProviderContext, 'settings'> {
  readonly endpoint: string;
}

/** Makes a provider with the credentials of a set. */
export function openSecretProvider(
  name: CloudName,
  set: SecretSet,
  { endpoint, ...context }: SecretContext,
): CloudProvider {
  const { credentials } = secretsFor(name, set);
  const own = { ...context, settings: { visibilityWindowMs: 0, endpoint } };
  const { api_token = '', region = '', location = '' } = credentials;
  if (name === 'digitalocean') return new DigitalOceanProvider({ api_token, region }, own);
  if (name === 'hetzner') return new HetznerProvider({ api_token, location }, own);
  const regions = { ...own.settings, regions: [region] };
  return new AwsProvider({ ...credentials, region }, { ...own, settings: regions });
}
