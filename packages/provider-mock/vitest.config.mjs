import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.mjs';

// The example imports the package by its name, as a stranger does.
export default mergeConfig(shared, {
  resolve: {
    alias: { '@stagely/provider-mock': fileURLToPath(new URL('src/index.ts', import.meta.url)) },
  },
});
