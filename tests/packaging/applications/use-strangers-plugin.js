// Runs inside an application that has installed a plugin of somebody outside this project.
import { encryptCredentials, generateEncryptionKey, ProviderRegistry } from '@stagely/core';

const encryptionKey = generateEncryptionKey();
const registry = new ProviderRegistry({ encryptionKey, resolveFrom: import.meta.url });
const encrypt = (region) => encryptCredentials({ api_token: 'a-token', region }, encryptionKey);

const providers = await Promise.all(
  Array.from({ length: 10_000 }, () => registry.getProvider('@acme/fast', encrypt('here'))),
);
const elsewhere = await registry.getProvider('@acme/stagely-provider-fast', encrypt('there'));

console.log(
  JSON.stringify({
    names: [...new Set(providers.map(({ name }) => name))],
    constructed: new Set(providers).size,
    shared: providers.includes(elsewhere),
    plugins: await registry.listInstalledPlugins(),
  }),
);
