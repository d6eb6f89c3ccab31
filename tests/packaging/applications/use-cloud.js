// Runs inside an installed application: takes a provider from encrypted credentials, has it make, show and end a
// machine, and prints what came of it and which packages were loaded meanwhile.
import { createRequire, register } from 'node:module';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

const { type, credentials, settings } = JSON.parse(process.argv[2]);
const { port1, port2 } = new MessageChannel();
register('./report-loads.js', import.meta.url, { data: { port: port2 }, transferList: [port2] });
const { cache } = createRequire(import.meta.url);
const imported = [];

/** The packages of which a module was loaded so far, by import or require. */
function loadedPackages() {
  for (;;) {
    const report = receiveMessageOnPort(port1);
    if (report === undefined) break;
    imported.push(report.message);
  }
  const names = [...imported, ...Object.keys(cache)].map(
    (file) => /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1],
  );
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

const { encryptCredentials, generateEncryptionKey, ProviderRegistry, waitUntilReady } =
  await import('@stagely/core');
const encryptionKey = generateEncryptionKey();
const registry = new ProviderRegistry({
  encryptionKey,
  resolveFrom: import.meta.url,
  providers: { [type]: settings },
});
const context = `team-7:${type}`;
const stored = encryptCredentials(credentials, encryptionKey, { context });
const provider = await registry.getProvider(type, stored, { context });
const beforeTheFirstCall = loadedPackages();

async function listIds() {
  const ids = [];
  for await (const { instanceId } of provider.listInstances()) ids.push(instanceId);
  return ids;
}

const created = await provider.createInstance({ size: 'small', architecture: 'amd64' });
const { instanceId } = created;
const { ready } = await waitUntilReady(provider, instanceId, { minDelayMs: 10 });
const listed = await listIds();
await provider.terminateInstance(instanceId);
const left = await listIds();
const packages = { beforeTheFirstCall, atTheEnd: loadedPackages() };

// What keeps the process alive, once the connection that was used last is back in its pool.
await new Promise((resolve) => setImmediate(resolve));
const busy = process.getActiveResourcesInfo();

// The emulated cloud never closes an idle connection: if one kept the process alive, it would never get here.
process.once('beforeExit', () =>
  console.log(
    JSON.stringify({ name: provider.name, created, ready, listed, left, packages, busy }),
  ),
);
