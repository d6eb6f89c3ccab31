// Creates a machine as its arguments say, gives up when it is told to by SIGTERM, says what came of it and what still
// keeps the process alive, and does not end itself.
const [packageName, connection] = process.argv.slice(2);
const { default: plugin } = await import(packageName);
const { credentials, settings } = JSON.parse(connection);
const provider = plugin.createProvider(credentials, { settings });

const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());
const { signal } = controller;
const spec = { size: 'small', architecture: 'amd64', idempotencyKey: 'given-up' };
const settlement = await provider.createInstance(spec, { signal }).then(
  ({ instanceId }) => ({ instanceId }),
  ({ code, outcome }) => ({ code, outcome }),
);
// What has come to its end is put away in the next turns of the event loop.
for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
const running = process.getActiveResourcesInfo().filter((kind) => !/^(?:Pipe|TTY)Wrap$/.test(kind));
console.log(JSON.stringify({ ...settlement, running }));
