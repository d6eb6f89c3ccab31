import {
  DIGITALOCEAN_TEST_TOKEN,
  EC2_TEST_CREDENTIALS,
  startDigitalOceanEmulator,
  startEc2Emulator,
  startHetznerEmulator,
} from '@stagely/cloud-emulators';

/** @import { MachineMeter, Random } from '@stagely/cloud-emulators' */
/** @import { Stagely } from './stagely.mjs' */

/**
 * What a cloud itself knows, whatever the command says.
 *
 * @typedef {object} Books
 * @property {number} made machines that it ever started
 * @property {number} left machines that it runs now
 * @property {Readonly<Record<string, number>>} beside what it has beside machines
 */

/**
 * A cloud of the demo, and the way to it.
 *
 * @typedef {object} Cloud
 * @property {string} provider
 * @property {string} what
 * @property {Readonly<Record<string, string>>} credentials
 * @property {Readonly<Record<string, unknown>>} settings of its provider
 * @property {(stagely: Stagely) => Promise<Books>} readBooks
 * @property {() => Promise<void>} close
 */

/** Machines that take seconds instead of a minute, and so do the looks at them. */
const QUICK = { pollIntervalMs: 200 };
/** The clouds that may show what was before a change do so for ten seconds; these do not. */
const QUICK_AND_CONSISTENT = { ...QUICK, visibilityWindowMs: 800 };

/**
 * Starts the three emulated clouds and the mock.
 *
 * @returns {Promise<Cloud[]>}
 */
export async function startClouds() {
  return [await startAws(), await startDigitalOcean(), await startHetzner(), describeMock()];
}

/** @returns {Promise<Cloud>} */
async function startAws() {
  const emulator = await startEc2Emulator({
    timings: { runningMs: between(1_500, 3_500), addressMs: 300, terminatedMs: 900 },
    capacity: [
      { market: 'spot', available: 0 },
      { type: 'c6g.xlarge', available: 0 },
    ],
  });
  return {
    provider: 'aws',
    what: `EC2 at ${emulator.url}: no spot capacity, c6g.xlarge is sold out`,
    credentials: {
      access_key_id: EC2_TEST_CREDENTIALS.accessKeyId,
      secret_access_key: EC2_TEST_CREDENTIALS.secretAccessKey,
      region: 'eu-central-1',
    },
    settings: { ...QUICK_AND_CONSISTENT, endpoint: emulator.url },
    readBooks: async () => ({
      ...readMeter(emulator.meter),
      beside: { 'launch templates': emulator.state.launchTemplates().length },
    }),
    close: () => emulator.close(),
  };
}

/** @returns {Promise<Cloud>} */
async function startDigitalOcean() {
  const emulator = await startDigitalOceanEmulator({
    timings: {
      activeMs: between(1_200, 2_500),
      privateAddressMs: 200,
      publicAddressMs: 400,
      actionMs: 200,
      deletedMs: 700,
    },
  });
  return {
    provider: 'digitalocean',
    what: `the API v2 at ${emulator.url}: no arm64, no s-2vcpu-4gb in nyc3`,
    credentials: { api_token: DIGITALOCEAN_TEST_TOKEN, region: 'fra1' },
    settings: { ...QUICK_AND_CONSISTENT, endpoint: emulator.url },
    readBooks: async () => ({ ...readMeter(emulator.meter), beside: {} }),
    close: () => emulator.close(),
  };
}

/** @returns {Promise<Cloud>} */
async function startHetzner() {
  const emulator = await startHetznerEmulator({
    timings: { createMs: between(800, 1_600), startMs: between(600, 1_800), deleteMs: 600 },
  });
  return {
    provider: 'hetzner',
    what: `the Cloud API v1 at ${emulator.url}/v1: cx21 is no longer sold`,
    credentials: { api_token: 'hetzner-test-token', location: 'nbg1' },
    settings: { ...QUICK, endpoint: `${emulator.url}/v1` },
    readBooks: async () => ({
      ...readMeter(emulator.meter),
      beside: { 'primary addresses': emulator.state.primaryIps().length },
    }),
    close: () => emulator.close(),
  };
}

/** @returns {Cloud} */
function describeMock() {
  return {
    provider: 'mock',
    what: 'in the memory of this process',
    credentials: { region: 'mock-1', api_token: 'not-a-real-token' },
    settings: { delay: 600, addressDelay: 700, bootDelay: 1_500, spot: true },
    async readBooks(stagely) {
      const machines = await stagely.list('mock', ['--all']);
      const left = machines.filter(({ state }) => state !== 'terminated').length;
      return { made: machines.length, left, beside: {} };
    },
    close: async () => undefined,
  };
}

/**
 * @param {MachineMeter} meter
 * @returns {Pick<Books, 'made' | 'left'>}
 */
function readMeter(meter) {
  const { machines, alive } = meter.total();
  return { made: machines, left: alive };
}

/**
 * @param {number} least milliseconds
 * @param {number} most milliseconds
 */
function between(least, most) {
  return (/** @type {Random} */ random) => random.integer(least, most);
}
