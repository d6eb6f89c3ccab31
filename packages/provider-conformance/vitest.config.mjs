import shared from '../../vitest.shared.mjs';

export default {
  test: { ...shared.test, include: ['src/**/*.test.ts', 'test/**/*.test.ts'] },
};
