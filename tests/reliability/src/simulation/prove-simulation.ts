import { describe, expect, test } from 'vitest';
import type { CloudName } from '../clouds/tested-cloud.js';
import { printFailure } from './print-failure.js';
import { programOf, runSimulation } from './run-simulation.js';
import { simulate } from './simulate.js';

/** How many of each cloud, 500 in all; the command `simulation` runs as many as one likes. */
const SEEDS: Readonly<Record<CloudName, number>> = { aws: 150, digitalocean: 200, hetzner: 150 };
const SEEDS_OF_A_TEST = 50;

/** Tests, for a cloud, that random programs go well, and that each runs the same way every time. */
export function proveSimulation(cloud: CloudName): void {
  const firstSeeds = Array.from(
    { length: SEEDS[cloud] / SEEDS_OF_A_TEST },
    (_, index) => 1 + index * SEEDS_OF_A_TEST,
  );
  describe(`random programs on ${cloud}`, () => {
    test.each(firstSeeds)(
      `go well, ${SEEDS_OF_A_TEST} seeds from %i`,
      {
        timeout: 600_000,
      },
      async (first) => {
        const report = await runSimulation(cloud, { first, count: SEEDS_OF_A_TEST, shrink: false });
        expect(report.failures.map((failure) => printFailure(cloud, failure)).join('\n\n')).toBe(
          '',
        );
        expect(report).toMatchObject({ cases: SEEDS_OF_A_TEST, clean: SEEDS_OF_A_TEST });
        expect(report.requests).toBeGreaterThan(SEEDS_OF_A_TEST);
      },
    );

    test.each([3, 11])(
      'send the same requests at every run of the seed %i, and at no other',
      async (seed) => {
        const first = await simulate(cloud, programOf(cloud, seed));
        const second = await simulate(cloud, programOf(cloud, seed));
        const other = await simulate(cloud, programOf(cloud, seed + 1));
        expect(first.log.length).toBeGreaterThan(10);
        expect(second.log).toEqual(first.log);
        expect(other.log).not.toEqual(first.log);
      },
    );
  });
}
