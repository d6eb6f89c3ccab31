import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { CheckedHarness } from '../check-harness.js';
import type { CaseDefinition } from '../conformance-case.js';
import { expectThat, Finding } from '../expect-that.js';
import { importPackage } from '../import-package.js';
import { printValue } from '../print-value.js';

const PACKAGE_NAME = /^(?:@stagely\/provider-.+|stagely-provider-.+|@[^/]+\/stagely-provider-.+)$/;

const manifestSchema = v.object({
  name: v.string(),
  stagely: v.optional(v.unknown()),
  peerDependencies: v.optional(v.record(v.string(), v.unknown()), {}),
});

const hasPackage = ({ packageFolder }: CheckedHarness) => packageFolder !== undefined;

export const packageCases: readonly CaseDefinition[] = [
  {
    name: 'package.json says which provider the package brings',
    rule: 'a provider package is called stagely-provider-<name> or @<scope>/stagely-provider-<name>, and its package.json has "stagely": { "provider": "<name of the plugin>", "contract": 1 }',
    advice: 'add the manifest to package.json; a registry imports no package without it.',
    appliesTo: hasPackage,
    async run({ harness }) {
      const { name, stagely } = await readManifest(harness);
      expectThat(PACKAGE_NAME.test(name), `the package is called ${printValue(name)}`);
      const declared = v.safeParse(
        v.object({ provider: v.literal(harness.plugin.name), contract: v.literal(1) }),
        stagely,
      );
      expectThat(
        declared.success,
        `"stagely" is ${printValue(stagely)}, and the plugin is called "${harness.plugin.name}"`,
      );
    },
  },
  {
    name: 'the package shares the core of the application',
    rule: 'a provider package has @stagely/core as a peer dependency, so that an application has one copy of it',
    advice: 'move @stagely/core to peerDependencies; add it to devDependencies for your own tests.',
    appliesTo: hasPackage,
    async run({ harness }) {
      const { peerDependencies } = await readManifest(harness);
      expectThat(
        Object.hasOwn(peerDependencies, '@stagely/core'),
        `peerDependencies is ${printValue(peerDependencies)}`,
      );
    },
  },
  {
    name: 'importing the package does nothing but bring the plugin',
    rule: 'the import of a provider package makes no request, starts nothing and prints nothing',
    advice:
      'do nothing at the top level of a module but define; and build the package before its tests run.',
    appliesTo: hasPackage,
    async run({ harness }) {
      const { name } = await readManifest(harness);
      const imported = await importPackage(name, packageFolder(harness));
      expectThat(imported.error === undefined, `the import failed: ${imported.error}`);
      expectThat(
        imported.pluginName === harness.plugin.name,
        `its default export is a plugin called ${printValue(imported.pluginName)}, not "${harness.plugin.name}"`,
      );
      expectThat(imported.requests === 0, `it made ${imported.requests} requests or connections`);
      expectThat(imported.started.length === 0, `it left running: ${imported.started.join(', ')}`);
      expectThat(imported.printed === '', `it printed ${printValue(imported.printed)}`);
    },
  },
];

function packageFolder({ packageFolder: folder = '.' }: CheckedHarness): string {
  return folder instanceof URL || folder.startsWith('file:') ? fileURLToPath(folder) : folder;
}

async function readManifest(harness: CheckedHarness) {
  const path = join(packageFolder(harness), 'package.json');
  try {
    return v.parse(manifestSchema, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Finding(`${path} is not the package.json of a package`, { cause: error });
  }
}
