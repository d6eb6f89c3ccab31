import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyRepository, type RepositoryCopy } from './repository-copy.js';

const manifestSchema = v.looseObject({
  name: v.string(),
  version: v.string(),
  private: v.optional(v.boolean(), false),
  peerDependencies: v.optional(v.record(v.string(), v.string()), {}),
});

let repository: RepositoryCopy;
let packages: readonly string[];

beforeEach(async () => {
  repository = await copyRepository();
  packages = readdirSync(join(repository.folder, 'packages'));
});

afterEach(() => repository.remove());

async function readPackages() {
  const manifests = await Promise.all(
    packages.map(async (name) =>
      v.parse(manifestSchema, JSON.parse(await repository.read(`packages/${name}/package.json`))),
    ),
  );
  return new Map(manifests.map((manifest) => [manifest.name, manifest]));
}

/** Releases what waits to be released, so that every package stands at its first whole version. */
async function release(): Promise<void> {
  await repository.run('changeset', 'version');
  await repository.commit();
}

async function addChangeset(name: string, releases: Record<string, string>): Promise<void> {
  const lines = Object.entries(releases).map(([packageName, bump]) => `'${packageName}': ${bump}`);
  await repository.write(`.changeset/${name}.md`, `---\n${lines.join('\n')}\n---\n\nA change.\n`);
}

test('the first release of every public package is 1.0.0', async () => {
  await release();
  for (const { name, version } of (await readPackages()).values()) {
    expect.soft(version, name).toBe('1.0.0');
  }
});

test('a minor release of core raises no provider, whose peer range still fits', async () => {
  await release();
  await addChangeset('feature', { '@stagely/core': 'minor' });
  await release();
  const released = await readPackages();
  expect(released.get('@stagely/core')?.version).toBe('1.1.0');
  for (const { name, version, peerDependencies } of released.values()) {
    if (peerDependencies['@stagely/core'] === undefined) continue;
    expect.soft(version, name).toBe('1.0.0');
  }
});

test('a major release of core is a major release of every package that has it as a peer', async () => {
  await release();
  await addChangeset('breaking', { '@stagely/core': 'major' });
  await release();
  for (const { name, version, peerDependencies } of (await readPackages()).values()) {
    if (peerDependencies['@stagely/core'] === undefined) continue;
    expect.soft(version, name).toBe('2.0.0');
  }
});

test('a change of a public package without a changeset is refused, and accepted with one', async () => {
  for (const file of readdirSync(join(repository.folder, '.changeset'))) {
    if (file.endsWith('.md') && file !== 'README.md')
      rmSync(join(repository.folder, '.changeset', file));
  }
  await repository.commit();
  await repository.run('changeset', 'status', '--since=main');

  const source = 'packages/provider-mock/src/index.ts';
  await repository.write(source, `${await repository.read(source)}\n// A change.\n`);
  await repository.commit();
  await expect(repository.run('changeset', 'status', '--since=base')).rejects.toThrow();

  await addChangeset('change', { '@stagely/provider-mock': 'patch' });
  await repository.commit();
  await repository.run('changeset', 'status', '--since=base');
});
