// Suites that fail on purpose, run by tests.
export default { test: { include: ['src/testing/*.fixture.ts'], reporters: ['verbose'] } };
