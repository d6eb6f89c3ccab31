import { MockProvider, VirtualClock } from '@stagely/provider-mock';
import { expect, test } from 'vitest';
import { endForgotten } from './end-forgotten.js';

const MINUTE = 60_000;

async function cloudWithOldMachines() {
  const clock = new VirtualClock();
  const cloud = new MockProvider({}, { clock });
  const create = async (tags: Record<string, string>) => {
    const spec = { size: 'small', architecture: 'amd64', tags } as const;
    return (await cloud.createInstance(spec)).instanceId;
  };
  const forgotten = [
    await create({ stagely_test: 'true', run: 'run-1' }),
    await create({ conformance: 'true' }),
  ];
  const foreign = await create({ team: 'web' });
  await clock.advance(50 * MINUTE);
  const running = await create({ stagely_test: 'true', run: 'run-2' });
  await clock.advance(15 * MINUTE);
  const lines: string[] = [];
  const options = { print: (line: string) => lines.push(line), clock };
  const live = () =>
    cloud.instances
      .filter(({ state }) => state !== 'terminated')
      .map(({ instanceId }) => instanceId);
  return { cloud, forgotten, foreign, running, lines, options, live };
}

test('test machines that are older than an hour are ended, and nothing else', async () => {
  const { cloud, foreign, running, options, live } = await cloudWithOldMachines();
  expect(await endForgotten(cloud, { ...options, dryRun: false })).toBe(true);
  expect(live()).toEqual([foreign, running]);
});

test('a dry run only tells', async () => {
  const { cloud, forgotten, lines, options, live } = await cloudWithOldMachines();
  expect(await endForgotten(cloud, { ...options, dryRun: true })).toBe(true);
  expect(live()).toHaveLength(4);
  expect(lines).toEqual(
    forgotten.map((id) => `mock: would end ${id}, there since 2026-01-01T00:00:00.000Z`),
  );
});

test('a machine that cannot be ended is told of by its id', async () => {
  const { cloud, forgotten, lines, options } = await cloudWithOldMachines();
  cloud.failCall('terminateInstance');
  expect(await endForgotten(cloud, { ...options, dryRun: false })).toBe(false);
  expect(lines.join('\n')).toContain(`LEFT ${forgotten[0]}, end it yourself: `);
});
