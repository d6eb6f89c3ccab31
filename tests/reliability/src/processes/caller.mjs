// A process that calls providers as it is told: each message names a provider, by a number of its own and how to open
// it, and a call; the answer says what came of the call. It ends with its parent.
import { StagelyError } from '@stagely/core';

const PACKAGES = {
  aws: '@stagely/provider-aws',
  digitalocean: '@stagely/provider-digitalocean',
  hetzner: '@stagely/provider-hetzner',
};

/** @type {Map<number, import('@stagely/core').CloudProvider>} */
const providers = new Map();

const { default: plugin } = await import(PACKAGES[process.argv[2]]);

/** @param {import('./calling-process.js').CallMessage} message */
function open({ providerNumber, connection: { credentials, settings } }) {
  const provider =
    providers.get(providerNumber) ?? plugin.createProvider(credentials, { settings });
  providers.set(providerNumber, provider);
  return provider;
}

/** @param {import('./calling-process.js').CallMessage} message */
async function answer(message) {
  const { callNumber, method, argument } = message;
  try {
    const value = await open(message)[method](argument);
    process.send({ callNumber, value });
  } catch (error) {
    if (!StagelyError.isInstance(error)) throw error;
    const { name, code, message: text, outcome, instanceId } = error;
    process.send({ callNumber, error: { name, code, message: text, outcome, instanceId } });
  }
}

process.on('message', answer);
process.on('disconnect', () => process.exit());
process.send('ready');
