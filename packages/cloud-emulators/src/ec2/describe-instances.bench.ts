import { afterAll, bench, describe } from 'vitest';
import { startEc2Emulator } from './start-ec2-emulator.js';
import { sendQuery } from './testing/query.js';

const emulators = await Promise.all(
  [100, 10_000].map(async (machines) => {
    const emulator = await startEc2Emulator({
      rateLimits: false,
      quotas: { onDemandVcpus: 'unlimited' },
      timings: { runningMs: 0, addressMs: 0 },
    });
    for (let number = 0; number < machines; number++) {
      emulator.state.plantInstance({
        region: 'us-east-1',
        instanceType: 't3.small',
        tags: { Name: `machine ${number}`, team: `team ${number % 4}`, managed: 'yes' },
        clientToken: `token-${number}`,
      });
    }
    return { machines, emulator };
  }),
);

afterAll(() => Promise.all(emulators.map(({ emulator }) => emulator.close())));

const filter = (number: number, name: string, value: string) => ({
  [`Filter.${number}.Name`]: name,
  [`Filter.${number}.Value.1`]: value,
});

const requests = {
  'a page of 100 by tag and state': {
    ...filter(1, 'tag:managed', 'yes'),
    ...filter(2, 'instance-state-name', 'running'),
    MaxResults: 100,
  },
  'one by client token': filter(1, 'client-token', 'token-50'),
  'none by a tag that nothing has': { ...filter(1, 'tag:team', 'none'), MaxResults: 100 },
};

for (const [name, parameters] of Object.entries(requests)) {
  describe(`DescribeInstances, ${name}`, () => {
    for (const { machines, emulator } of emulators) {
      bench(`of ${machines}`, async () => {
        await (await sendQuery(emulator, 'DescribeInstances', parameters)).text();
      });
    }
  });
}

describe('RunInstances', () => {
  for (const { machines, emulator } of emulators) {
    bench(`beside ${machines}`, async () => {
      const response = await sendQuery(emulator, 'RunInstances', {
        ImageId: 'ami-0c7217cdde317cfec',
        InstanceType: 't3.small',
        MinCount: 1,
        MaxCount: 1,
      });
      await response.text();
    });
  }
});
