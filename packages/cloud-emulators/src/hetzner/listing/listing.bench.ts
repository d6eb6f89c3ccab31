import { afterAll, bench, describe } from 'vitest';
import { startHetznerEmulator } from '../start-hetzner-emulator.js';
import { TOKEN } from '../testing/start-hetzner.js';

const emulators = await Promise.all(
  [100, 10_000].map(async (servers) => {
    const emulator = await startHetznerEmulator({ rateLimits: false });
    for (let number = 0; number < servers; number++) {
      const labels = { 'managed-by': 'us', owner: `o${number % 50}` };
      emulator.state.plantServer({ name: `s${number}`, labels });
    }
    return { servers, emulator };
  }),
);

afterAll(() => Promise.all(emulators.map(({ emulator }) => emulator.close())));

describe.each([
  ['by no label', ''],
  ['by a label that all have', '&label_selector=managed-by%3Dus'],
  ['by a label that few have', '&label_selector=owner%3Do1'],
  ['by two labels', '&label_selector=managed-by%3Dus,owner%3Do1'],
])('a page of 25 servers %s', (_case, query) => {
  for (const { servers, emulator } of emulators) {
    bench(`of ${servers}`, async () => {
      const headers = { authorization: `Bearer ${TOKEN}` };
      await (await fetch(`${emulator.url}/v1/servers?page=1${query}`, { headers })).text();
    });
  }
});
