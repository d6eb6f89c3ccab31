import { describe, expect, test } from 'vitest';
import { loadWithBug, plantBug } from './load-with-bug.js';
import { PLANTED_BUGS } from './planted-bugs.js';

const FOUND_AT_ONCE = PLANTED_BUGS.flatMap((bug) => {
  const { seed } = bug;
  return seed === undefined ? [] : [{ ...bug, seed }];
});

/** The other bugs take many seeds: `search-planted-bugs` looks for all of them. */
describe('the simulation finds', () => {
  test.each(FOUND_AT_ONCE)('$name, by seed $seed on $cloud', async (bug) => {
    const { runSimulation } = await loadWithBug(bug);
    const { failures } = await runSimulation(bug.cloud, {
      first: bug.seed,
      count: 1,
      shrink: false,
    });
    expect(failures, `seed ${bug.seed} no longer finds it`).toHaveLength(1);
  });
});

test.each(PLANTED_BUGS)('there is a place for $name', async (bug) => {
  expect(await plantBug(bug)).toContain(bug.by);
});
