import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyRepository, type RepositoryCopy } from './repository-copy.js';

const dryRunSchema = v.object({
  tasks: v.array(v.object({ task: v.string(), package: v.string(), command: v.string() })),
});

let repository: RepositoryCopy;

beforeEach(async () => {
  repository = await copyRepository();
});

afterEach(() => repository.remove());

/** The packages whose tests would run for what has changed since the base, as CI asks for it. */
async function packagesTested(): Promise<string[]> {
  const { stdout } = await repository.run(
    'turbo',
    'run',
    'test',
    '--filter=...[base]',
    '--dry=json',
  );
  const { tasks } = v.parse(dryRunSchema, JSON.parse(stdout));
  return tasks
    .filter(({ task, command }) => task === 'test' && command !== '<NONEXISTENT>')
    .map((task) => task.package)
    .sort();
}

async function change(path: string): Promise<void> {
  await repository.write(path, `${await repository.read(path)}\n// A change.\n`);
  await repository.commit();
}

test('a change of one provider tests that provider and its dependents only', async () => {
  await change('packages/provider-mock/src/index.ts');
  const tested = await packagesTested();
  expect(tested).toContain('@stagely/provider-mock');
  expect(tested).toContain('@stagely/cli');
  expect(tested).not.toContain('@stagely/core');
  expect(tested).not.toContain('@stagely/provider-conformance');
  expect(tested).not.toContain('@stagely/test-repository');
});

test('a change of core tests everything that depends on it', async () => {
  await change('packages/core/src/index.ts');
  expect(await packagesTested()).toEqual(
    expect.arrayContaining(['@stagely/core', '@stagely/provider-mock', '@stagely/cli']),
  );
});

test('a change of a document tests no package', async () => {
  await repository.write('docs/decisions/README.md', 'Nothing.\n');
  await repository.commit();
  expect(await packagesTested()).toEqual([]);
});
