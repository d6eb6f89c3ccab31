import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.mjs';

export default mergeConfig(shared, {
  test: {
    coverage: {
      exclude: ['src/**/*.bench.ts', 'src/testing/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 90 },
    },
  },
});
