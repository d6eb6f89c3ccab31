// Shared by every package's vitest.config.mjs: what runs, and the report that the root test command adds up.
export default {
  test: {
    include: ['src/**/*.test.ts'],
    passWithNoTests: false,
    // Files of a worker share what they import, which takes longer to load than most of them run.
    isolate: false,
    allowOnly: !process.env.CI,
    reporters: ['default', ['junit', { outputFile: 'test-results/vitest.junit.xml' }]],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
  },
};
