import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { liveCases } from './cases/live-cases.js';
import { clouds } from './clouds/clouds.js';

test('README.md says for every cloud how many machines a run makes', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const machines = liveCases.reduce((sum, each) => sum + each.machines, 0);
  expect(readme.match(new RegExp(`\\| up to ${machines} \\|`, 'g'))).toHaveLength(clouds.length);
});
