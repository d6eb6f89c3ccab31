// Creates a machine as its arguments say, and leaves what is thrown to Node.js, which prints it and ends the process.
const [packageName, connection] = process.argv.slice(2);
const { default: plugin } = await import(packageName);
const { credentials, settings, spec } = JSON.parse(connection);
const provider = plugin.createProvider(credentials, { settings });
console.log(provider);
await provider.createInstance(spec);
