import shared from '../../vitest.shared.mjs';

// What looks long for bugs that were planted: too long for the tests.
export default {
  ...shared,
  test: { ...shared.test, include: ['src/**/*.search.ts'], reporters: ['default'] },
};
