import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, installApplication, packageManagers } from './application.js';
import { hostileNames } from './hostile-names.js';
import { type LoopbackRegistry, startLoopbackRegistry } from './loopback-registry.js';
import { declaredFixtures, packPluginFixtures } from './plugin-fixtures.js';

const discover = readFileSync(new URL('../applications/discover.js', import.meta.url), 'utf8');
const evil = 'globalThis.imported.push("evil"); export default {};';

let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await startLoopbackRegistry(['packages/core']);
  for (const tarball of await packPluginFixtures()) registry.publish(tarball);
});

afterAll(() => registry.close());

describe.each(packageManagers)('discovery in an application installed by %s', (packageManager) => {
  let app: Application;
  let found: Record<string, unknown>;

  beforeAll(async () => {
    app = await installApplication({
      packageManager,
      name: 'application',
      registryUrl: registry.url,
      dependencies: { '@stagely/core': '*', ...declaredFixtures },
      files: {
        'src/discover.js': discover,
        'src/hostile-names.json': JSON.stringify(hostileNames),
        'src/evil.js': evil,
        'evil.js': evil,
        'evil/index.js': evil,
      },
    });
    found = JSON.parse(await app.run('src/discover.js'));
  });

  afterAll(() => app.remove());

  test('refuses every hostile name as invalid input, and imports nothing for it', () => {
    expect(found['hostileNames']).toBeGreaterThan(200);
    expect(found['hostileOutcomes']).toEqual(['InvalidInputError']);
    expect(found['importedByHostileNames']).toEqual([]);
  });

  test('lists what is installed from the manifests, without importing it', () => {
    expect(found['plugins']).toEqual([
      ['contract-2', 'IncompatibleProviderError'],
      ['import-only', 'usable'],
      ['no-manifest', 'IncompatibleProviderError'],
      ['not-a-plugin', 'usable'],
      ['other-name', 'usable'],
      ['throws', 'usable'],
    ]);
    expect(found['importedByListing']).toEqual([]);
  });

  test('refuses a package that is no declared plugin of this contract, each with the named error', () => {
    expect(found['outcomes']).toEqual({
      undeclared: expect.stringMatching(
        /^ProviderNotInstalledError: .*declared.*npm install @stagely\/provider-undeclared/,
      ),
      'no-manifest': expect.stringMatching(
        /^IncompatibleProviderError: stagely-provider-no-manifest@1\.0\.0 /,
      ),
      'contract-2': expect.stringMatching(/^IncompatibleProviderError: .*contract 2/),
      throws: expect.stringMatching(/^IncompatibleProviderError: .*failed while it was imported/),
      'not-a-plugin': expect.stringMatching(
        /^IncompatibleProviderError: .*not a Stagely provider plugin/,
      ),
      'other-name': expect.stringMatching(
        /^IncompatibleProviderError: .*"other-name".*"yet-another-name"/,
      ),
    });
    expect(found['importedByRefused']).toEqual(['yet-another-name']);
  });

  test('finds a plugin whose exports have only an import condition, and constructs once for 10,000 calls', () => {
    expect(found['concurrentProviders']).toBe(1);
    expect(found['constructedByConcurrent']).toBe(1);
  });

  test('tries a failed construction again', () => {
    expect(found['firstTry']).toBe('incompatible_provider');
    expect(found['secondTry']).toBe('import-only');
  });

  test('never shares a provider between credentials, and keeps no more of them than it was told', () => {
    expect(found['differentCredentialsShare']).toBe(false);
    expect(found['constructedAgain']).toBe(1);
  });

  test('shows no secret in anything it returned or threw', () => {
    expect(found['secretVisible']).toBe(false);
  });
});
