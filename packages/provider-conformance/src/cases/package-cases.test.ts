import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { tinyHarness } from '../../test/tiny-harness.js';
import { runConformance } from '../run-conformance.js';

const MANIFEST = {
  name: 'stagely-provider-tiny',
  type: 'module',
  exports: './index.js',
  stagely: { provider: 'tiny', contract: 1 },
  peerDependencies: { '@stagely/core': '^1.0.0' },
};

const SAYS = 'package.json says which provider the package brings';
const SHARES = 'the package shares the core of the application';
const IMPORT = 'importing the package does nothing but bring the plugin';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** What the three cases about packages say of a package. */
async function failuresOf(manifest: object | undefined, module: string) {
  const folder = await mkdtemp(join(tmpdir(), 'stagely-conformance-'));
  folders.push(folder);
  if (manifest !== undefined)
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'index.js'), module);
  const harness = { ...tinyHarness(), packageFolder: pathToFileURL(folder) };
  const { cases } = await runConformance(harness, {
    only: ({ name }) => [SAYS, SHARES, IMPORT].includes(name),
  });
  expect(cases).toHaveLength(3);
  return Object.fromEntries(
    cases.flatMap(({ name, failure }) => (failure ? [[name, failure.seen]] : [])),
  );
}

const PLUGIN = `export default { name: 'tiny' };`;

test('a package in order passes', async () => {
  expect(await failuresOf(MANIFEST, PLUGIN)).toEqual({});
});

test.each([
  ['has no manifest of a plugin', { ...MANIFEST, stagely: undefined }],
  ['is of another provider', { ...MANIFEST, stagely: { provider: 'huge', contract: 1 } }],
  ['is of another contract', { ...MANIFEST, stagely: { provider: 'tiny', contract: 2 } }],
  ['has a name that no registry looks for', { ...MANIFEST, name: 'tiny-for-stagely' }],
])('a package that %s fails', async (_, manifest) => {
  const failures = await failuresOf(manifest, PLUGIN);
  expect(Object.keys(failures)).toEqual([SAYS]);
});

test('a package with a core of its own fails', async () => {
  const { peerDependencies: dependencies, ...rest } = MANIFEST;
  const failures = await failuresOf({ ...rest, dependencies }, PLUGIN);
  expect(Object.keys(failures)).toEqual([SHARES]);
});

test.each([
  [
    'makes a request',
    `import { get } from 'node:http'; get('http://127.0.0.1:59999').on('error', () => {});`,
    /requests or connections/,
  ],
  ['fetches', `fetch('http://127.0.0.1:59999').catch(() => {});`, /requests or connections/],
  ['leaves a timer', 'setInterval(() => {}, 1000);', /left running: Timeout/],
  ['prints', `console.log('hello');`, /printed 'hello/],
  ['throws', `throw new Error('no licence');`, /the import failed: no licence/],
  ['ends the process', 'process.exit(3);', /the import failed: its process ended/],
])('a package that %s at its import fails', async (_, module, seen) => {
  const failures = await failuresOf(MANIFEST, `${module}\n${PLUGIN}`);
  expect(Object.keys(failures)).toEqual([IMPORT]);
  expect(failures[IMPORT]).toMatch(seen);
});

test('a package that brings another plugin fails', async () => {
  const failures = await failuresOf(MANIFEST, `export default { name: 'huge' };`);
  expect(failures).toEqual({
    [IMPORT]: `its default export is a plugin called 'huge', not "tiny"`,
  });
});

test('a folder without a package fails', async () => {
  const failures = await failuresOf(undefined, PLUGIN);
  expect(Object.keys(failures)).toEqual([SAYS, SHARES, IMPORT]);
  expect(failures[SAYS]).toContain('is not the package.json of a package');
});
