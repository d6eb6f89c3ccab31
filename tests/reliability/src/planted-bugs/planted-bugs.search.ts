import { describe, expect, test } from 'vitest';
import { loadWithBug } from './load-with-bug.js';
import { PLANTED_BUGS } from './planted-bugs.js';

const SEEDS = 2_000;
const LIMIT_MS = 30 * 60_000;

/** Takes many minutes, and so is no part of `test`: tells for every bug which seed is the first to find it. */
describe('the simulation finds', () => {
  test.each(PLANTED_BUGS)(
    '$name',
    async (bug) => {
      const { runSimulation } = await loadWithBug(bug);
      const { failures } = await runSimulation(bug.cloud, {
        count: SEEDS,
        shrink: false,
        maxFailures: 1,
      });
      console.log(`${bug.name}: seed ${failures[0]?.seed ?? 'none'} on ${bug.cloud}`);
      expect(failures, `none of ${SEEDS} seeds finds it`).toHaveLength(1);
    },
    LIMIT_MS,
  );
});
