import { afterAll, bench, describe } from 'vitest';
import { startDigitalOceanEmulator } from './start-digitalocean-emulator.js';
import { clientOf } from './testing/start-digitalocean.js';

const emulators = await Promise.all(
  [100, 10_000].map(async (droplets) => {
    const emulator = await startDigitalOceanEmulator({ rateLimits: false, requestLogSize: 10 });
    for (let index = 0; index < droplets; index++) {
      emulator.state.droplets.plant({ name: `n${index}`, tags: [`t${index % (droplets / 20)}`] });
    }
    return { droplets, emulator };
  }),
);

afterAll(() => Promise.all(emulators.map(({ emulator }) => emulator.close())));

describe.each([
  ['a page of 20', '/v2/droplets'],
  ['the last page of 20', '/v2/droplets?page=5'],
  ['20 by tag', '/v2/droplets?tag_name=t1'],
  ['one by name', '/v2/droplets?name=n7'],
  ['one by id', '/v2/droplets/560000001'],
])('reading %s over HTTP', (_, path) => {
  for (const { droplets, emulator } of emulators) {
    const client = clientOf(emulator);
    bench(`of ${droplets} droplets`, async () => {
      await (await client('GET', path)).text();
    });
  }
});
