import { DIGITALOCEAN_TEST_TOKEN, startDigitalOceanEmulator } from '@stagely/cloud-emulators';
import ky from 'ky';
import { afterAll, bench, describe } from 'vitest';
import { DigitalOceanProvider } from './digitalocean-provider.js';

const emulator = await startDigitalOceanEmulator({ rateLimits: false, requestLogSize: 10 });
afterAll(() => emulator.close());
const { id } = emulator.state.droplets.plant({ name: 'web-1', tags: ['stagely-managed:1'] });

const provider = new DigitalOceanProvider(
  { api_token: DIGITALOCEAN_TEST_TOKEN, region: 'fra1' },
  { settings: { endpoint: emulator.url } },
);
const client = ky.create({
  prefixUrl: emulator.url,
  headers: { authorization: `Bearer ${DIGITALOCEAN_TEST_TOKEN}` },
});

describe('the status of a droplet over loopback', () => {
  bench('by ky alone', async () => {
    await client.get(`v2/droplets/${id}`).json();
  });

  bench('by the provider', async () => {
    await provider.getInstanceStatus(String(id));
  });
});
