// Runs inside an installed application: asks the registry for every kind of plugin and prints what came of it.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { encryptCredentials, generateEncryptionKey, ProviderRegistry } from '@stagely/core';

const secret = 'very-secret-token-4711';
const encryptionKey = generateEncryptionKey();
const registry = new ProviderRegistry({
  encryptionKey,
  resolveFrom: import.meta.url,
  maxProviders: 10,
});
const encrypt = (account) => encryptCredentials({ api_token: secret, account }, encryptionKey);
const seen = [];
const outcome = (type) =>
  registry.getProvider(type, encrypt('a')).then(
    (provider) => {
      seen.push(provider);
      return provider.name;
    },
    (error) => {
      seen.push(error);
      return `${error.constructor.name}: ${error.message}`;
    },
  );

globalThis.imported = [];
globalThis.constructed = [];

const hostile = JSON.parse(readFileSync(new URL('hostile-names.json', import.meta.url), 'utf8'));
const hostileOutcomes = [];
for (const name of [...hostile, undefined, null, 7, {}, ['import-only']]) {
  hostileOutcomes.push((await outcome(name)).split(':')[0]);
}
const importedByHostileNames = [...globalThis.imported];

const plugins = await registry.listInstalledPlugins();
const importedByListing = [...globalThis.imported];

const outcomes = {};
for (const type of [
  'undeclared',
  'no-manifest',
  'contract-2',
  'throws',
  'not-a-plugin',
  'other-name',
]) {
  outcomes[type] = await outcome(type);
}
const importedByRefused = [...globalThis.imported];

const concurrent = await Promise.all(
  Array.from({ length: 10_000 }, () => registry.getProvider('import-only', encrypt('concurrent'))),
);
const constructedByConcurrent = globalThis.constructed.filter(
  (account) => account === 'concurrent',
);

globalThis.failConstruction = true;
const firstTry = await registry
  .getProvider('import-only', encrypt('retried'))
  .catch((error) => error);
globalThis.failConstruction = false;
const secondTry = await registry.getProvider('import-only', encrypt('retried'));
seen.push(firstTry, secondTry);

const one = await registry.getProvider('import-only', encrypt('one'));
const other = await registry.getProvider('import-only', encrypt('other'));

for (let account = 0; account < 30; account++) {
  await registry.getProvider('import-only', encrypt(`filler-${account}`));
}
const before = globalThis.constructed.length;
await registry.getProvider('import-only', encrypt('one'));
const constructedAgain = globalThis.constructed.length - before;

const everything = [registry, ...seen, ...plugins, await registry.getPlugin('import-only')]
  .map((value) => inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value))
  .join('\n');

console.log(
  JSON.stringify({
    hostileNames: hostileOutcomes.length,
    hostileOutcomes: [...new Set(hostileOutcomes)],
    importedByHostileNames,
    plugins: plugins.map(({ type, problem }) => [type, problem?.constructor.name ?? 'usable']),
    importedByListing,
    outcomes,
    importedByRefused,
    concurrentProviders: new Set(concurrent).size,
    constructedByConcurrent: constructedByConcurrent.length,
    firstTry: firstTry.code,
    secondTry: secondTry.name,
    differentCredentialsShare: one === other,
    constructedAgain,
    secretVisible: [secret, Buffer.from(secret).toString('base64').slice(0, 20)].some((form) =>
      everything.includes(form),
    ),
  }),
);
