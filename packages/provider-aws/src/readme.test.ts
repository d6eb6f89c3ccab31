import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import plugin from './index.js';
import { allCandidates, candidatesFor } from './launching/instance-types.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

/** The names that a source file declares in an interface. */
async function membersOf(file: string, name: string): Promise<string[]> {
  const source = await readFile(new URL(file, import.meta.url), 'utf8');
  const [, body = ''] = new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, member = '']) => member);
}

it.each([
  ['./settings.ts', 'AwsSettings', 10],
  ['./provider-options.ts', 'AwsOptions', 6],
  ['./credentials.ts', 'AwsCredentials', 4],
])('the README has every member of %s', async (file, name, count) => {
  const members = await membersOf(file, name);
  expect(members).toHaveLength(count);
  for (const member of members) expect(readme).toContain(`| \`${member}\` |`);
});

it('the README has every instance type, in order, and every variable', () => {
  for (const architecture of ['amd64', 'arm64'] as const) {
    for (const size of ['small', 'medium', 'large'] as const) {
      expect(readme).toContain(candidatesFor(size, architecture).join(', '));
    }
  }
  expect(allCandidates()).toHaveLength(18);
  for (const variable of Object.values(plugin.environmentVariables ?? {}).flat()) {
    expect(readme).toContain(variable);
  }
});
