// How the tests of a package run for its mutants, in a copy of its folder, without reports.
import { delimiter } from 'node:path';
import { BaseSequencer } from 'vitest/node';

const tests = process.env.STAGELY_MUTATION_TESTS.split(delimiter);

/** The first test that fails ends the run of a mutant, so the quick ones come first. */
class QuickestFirst extends BaseSequencer {
  async sort(files) {
    return (await super.sort(files)).reverse();
  }
}

export default {
  cacheDir: '.cache',
  test: {
    include: tests.map((test) => (test.endsWith('.test.ts') ? test : `${test}/**/*.test.ts`)),
    sequence: { sequencer: QuickestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};
