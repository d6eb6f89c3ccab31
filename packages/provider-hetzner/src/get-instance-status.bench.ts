import { startHetznerEmulator } from '@stagely/cloud-emulators';
import ky from 'ky';
import { afterAll, bench, describe } from 'vitest';
import { HetznerProvider } from './index.js';
import { TOKEN } from './testing/start-cloud.js';

const emulator = await startHetznerEmulator({ rateLimits: false });
afterAll(() => emulator.close());
const { id } = emulator.state.plantServer({ name: 'web', labels: { 'stagely-managed': '1' } });
const endpoint = `${emulator.url}/v1`;

const provider = new HetznerProvider(
  { api_token: TOKEN, location: 'nbg1' },
  { settings: { endpoint } },
);
const client = ky.create({
  prefixUrl: endpoint,
  headers: { authorization: `Bearer ${TOKEN}` },
  retry: 0,
});

describe('the status of one machine, over HTTP on the loopback', () => {
  bench('through the provider', async () => {
    await provider.getInstanceStatus(String(id));
  });

  bench('the same request by ky alone', async () => {
    await client.get(`servers/${id}`).json();
  });
});
