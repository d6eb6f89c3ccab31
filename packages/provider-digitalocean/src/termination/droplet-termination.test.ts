import { DIGITALOCEAN_TEST_TOKEN } from '@stagely/cloud-emulators';
import { NetworkFailureError } from '@stagely/core';
import { InstanceLockedError, SharedReads } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import { readDroplets } from '../listing/read-droplets.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';
import { DropletTermination } from './droplet-termination.js';

const operation = { provider: 'digitalocean', operation: 'terminateInstance' };

async function startWithDroplet() {
  const { clock, emulator, state } = await startDigitalOcean();
  const { url: endpoint, fetch } = emulator;
  const connection = { endpoint, requestTimeoutMs: 30_000, clock, fetch };
  const client = new DigitalOceanClient(DIGITALOCEAN_TEST_TOKEN, connection);
  const reads = new SharedReads<Droplet>((ids, call) => readDroplets(client, ids, call), { clock });
  const termination = new DropletTermination({ client, reads, visibilityWindowMs: 0 });
  const { id } = state.droplets.plant({ name: 'web-1' });
  return { state, id, requestEnd: () => termination.requestEnd(String(id), { operation }) };
}

test('an end that was accepted is no more than requested', async () => {
  const { requestEnd } = await startWithDroplet();
  expect(await requestEnd()).toBe('requested');
});

test('an end that a pending event prevents is refused as such, for the reason that was given', async () => {
  const { requestEnd, state, id } = await startWithDroplet();
  state.droplets.lock(id);
  const error: unknown = await requestEnd().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InstanceLockedError);
  expect(error).toMatchObject({
    message: expect.stringContaining('pending event'),
    cause: expect.any(NetworkFailureError),
  });
});
