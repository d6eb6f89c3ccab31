import { expect, test } from 'vitest';
import { formatEnvironment } from './format-environment.js';

test('variables are printed as a shell reads them', () => {
  expect(formatEnvironment({ PLAIN: 'http://127.0.0.1:1/v1', QUOTED: `it's $HOME` })).toBe(
    `export PLAIN=http://127.0.0.1:1/v1\nexport QUOTED='it'\\''s $HOME'`,
  );
});
