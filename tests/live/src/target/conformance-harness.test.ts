import { runConformance } from '@stagely/provider-conformance';
import { expect, test } from 'vitest';
import { aws } from '../clouds/aws.js';
import { digitalocean } from '../clouds/digitalocean.js';
import { hetzner } from '../clouds/hetzner.js';
import { startAws, startDigitalOcean, startHetzner } from '../testing/emulated-cloud.js';
import { conformanceHarness } from './conformance-harness.js';
import { findTarget } from './find-target.js';

/** Those that ask for what the harness says of a cloud, and that wait for nothing; all of them are the providers' own tests. */
const groups = ['plugin', 'input', 'filters', 'results', 'termination'];

test.each([
  ['aws', aws, startAws],
  ['digitalocean', digitalocean, startDigitalOcean],
  ['hetzner', hetzner, startHetzner],
])('what the conformance kit is told of %s is true', async (_, description, start) => {
  const { emulator, env } = await start();
  const { target } = await findTarget(description, { env });
  if (target === undefined) throw new Error('The credentials of the emulator were not found.');
  const { cases } = await runConformance(conformanceHarness(target), {
    only: ({ group }) => groups.includes(group),
  });
  expect(cases.flatMap(({ failure }) => failure?.message ?? [])).toEqual([]);
  expect(new Set(cases.map(({ group }) => group))).toEqual(new Set(groups));
  expect(emulator.meter.total().alive).toBe(0);
  await emulator.close();
});
