import shared from '../../vitest.shared.mjs';

export default {
  test: {
    ...shared.test,
    include: ['src/**/*.live.ts'],
    // Threads end with their process, so nothing goes on making machines when that is killed.
    pool: 'threads',
    reporters: ['verbose', ['junit', { outputFile: 'test-results/live/vitest.junit.xml' }]],
  },
};
