import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import type { Emulator } from '../../emulator/emulator.js';
import { DIGITALOCEAN_TEST_TOKEN } from '../digitalocean-defaults.js';
import type { DigitalOceanTypes } from '../digitalocean-types.js';
import {
  type DigitalOceanEmulatorOptions,
  startDigitalOceanEmulator,
} from '../start-digitalocean-emulator.js';

/** A client written by hand: method, path, body as JSON. */
export type Client = (method: string, path: string, body?: unknown) => Promise<Response>;

/** Timings with which a test knows what time it is. */
const plainTimings = {
  activeMs: 30_000,
  privateAddressMs: 1_000,
  publicAddressMs: 2_000,
  actionMs: 5_000,
  deletedMs: 10_000,
};

/** Starts an emulator for one test, by default with plain timings, under a clock that stands still. */
export async function startDigitalOcean(options: DigitalOceanEmulatorOptions = {}) {
  const clock = new VirtualClock();
  const emulator = await startDigitalOceanEmulator({ clock, timings: plainTimings, ...options });
  onTestFinished(() => emulator.close());
  return { emulator, clock, state: emulator.state, client: clientOf(emulator) };
}

/** A client that sends real HTTP to an emulator. */
export function clientOf(
  { url }: Pick<Emulator<DigitalOceanTypes>, 'url'>,
  token: string = DIGITALOCEAN_TEST_TOKEN,
): Client {
  return (method, path, body) =>
    fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}

/** A droplet to create. */
export const someDroplet = {
  name: 'web-1',
  size: 's-1vcpu-1gb',
  image: 'ubuntu-22-04-x64',
  region: 'nyc3',
};

/** The body of an answer, to look into freely; its status has to be the expected one. */
export async function bodyOf(response: Promise<Response>, status = 200) {
  const { status: actual, ...answer } = await response.then(async (each) => ({
    status: each.status,
    text: await each.text(),
  }));
  if (actual !== status) throw new Error(`Expected ${status}, got ${actual}: ${answer.text}`);
  return JSON.parse(answer.text);
}

/** Status, id and message of an answer that is an error. */
export async function errorOf(response: Promise<Response>) {
  const answer = await response;
  return { status: answer.status, ...Object(await answer.json()) };
}

/** Creates a droplet and gives its id. */
export async function createDroplet(client: Client, more: object = {}): Promise<number> {
  const { droplet } = await bodyOf(
    client('POST', '/v2/droplets', { ...someDroplet, ...more }),
    202,
  );
  return droplet.id;
}

/** Reads a droplet. */
export async function readDroplet(client: Client, id: number) {
  const { droplet } = await bodyOf(client('GET', `/v2/droplets/${id}`));
  return droplet;
}
