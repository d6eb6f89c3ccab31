import { describe, expect, test } from 'vitest';
import { loadWithBug, plantBug } from './load-with-bug.js';
import { PLANTED_BUGS } from './planted-bugs.js';

/** `search-planted-bugs` finds other seeds when the protocol or the programs have changed. */
describe('the simulation finds', () => {
  test.each(PLANTED_BUGS)('$name, by seed $seed on $cloud', async (bug) => {
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
