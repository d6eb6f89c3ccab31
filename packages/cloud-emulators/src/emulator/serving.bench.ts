import { afterAll, bench, describe } from 'vitest';
import { clientOf } from '../testing/start-toy.js';
import { toyCloud } from '../testing/toy-cloud.js';
import { startEmulator } from './start-emulator.js';

const emulators = await Promise.all(
  [100, 10_000].map(async (machines) => {
    const emulator = await startEmulator(toyCloud, { rateLimits: false });
    for (let id = 0; id < machines; id++) {
      emulator.state.create({ name: `m${id}`, type: 'small', tag: `t${id % 4}` });
    }
    return { machines, emulator };
  }),
);

afterAll(() => Promise.all(emulators.map(({ emulator }) => emulator.close())));

describe.each(['http', 'in process'] as const)('listing a page of 25 machines, %s', (transport) => {
  for (const { machines, emulator } of emulators) {
    const client = clientOf(emulator, transport);
    bench(`of ${machines}`, async () => {
      await (await client('/machines?tag=t1&page=1')).text();
    });
  }
});
