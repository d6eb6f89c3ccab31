import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { serverTypeCandidates } from './catalogue/candidates.js';
import plugin from './index.js';
import { providerOptionsSchema } from './provider-options.js';
import { settingsSchema } from './settings.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has every setting with its default', () => {
    for (const [name, value] of Object.entries(v.parse(settingsSchema, {}))) {
      const printed = typeof value === 'number' ? value.toLocaleString('en-US') : `\`${value}\``;
      expect(readme).toMatch(new RegExp(`\\| \`${name}\` +\\| ${printed.replaceAll('.', '\\.')} `));
    }
  });

  it('has every option', () => {
    const given = { image: 'a', instanceType: 'a' };
    for (const name of Object.keys(v.parse(providerOptionsSchema, given))) {
      expect(readme).toContain(`| \`${name}\` `);
    }
  });

  it('has every server type of the table, in its order', () => {
    for (const size of ['small', 'medium', 'large'] as const) {
      const types = [serverTypeCandidates.amd64[size], serverTypeCandidates.arm64[size]];
      const row = types.map((names) => names.join(', ')).join(' | ');
      expect(readme.replaceAll(/ +/g, ' ')).toContain(`| ${size} | ${row} |`);
    }
  });

  it('has every variable that is read', () => {
    for (const name of Object.values(plugin.environmentVariables ?? {}).flat()) {
      expect(readme).toContain(`\`${name}\``);
    }
  });
});
