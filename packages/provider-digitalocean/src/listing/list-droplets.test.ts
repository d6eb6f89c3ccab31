import { expect, test } from 'vitest';
import { DigitalOceanClient } from '../api/digitalocean-client.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';
import { listDroplets } from './list-droplets.js';

const call = { operation: { provider: 'digitalocean', operation: 'listInstances' } };

async function startWith(count: number) {
  const { clock, emulator, state } = await startDigitalOcean({ rateLimits: false });
  const plant = () => state.droplets.plant({ name: 'web', tags: ['ours'] }).id;
  const ids = Array.from({ length: count }, plant);
  state.droplets.plant({ name: 'web', tags: ['theirs'] });
  const client = new DigitalOceanClient('dop_v1_emulated', {
    endpoint: emulator.url,
    requestTimeoutMs: 30_000,
    clock,
    fetch: emulator.fetch,
  });
  const requests = () => emulator.requests.count('GET /v2/droplets');
  return { ids, plant, client, requests, droplets: state.droplets };
}

test('all droplets with the tag are listed, page by page as they are consumed', async () => {
  const { client, ids, requests } = await startWith(450);
  const listed: number[] = [];
  for await (const { id } of listDroplets(client, 'ours', call)) {
    listed.push(id);
    if (listed.length === 200) expect(requests()).toBe(1);
  }
  expect(listed).toEqual(ids);
  // Three pages, and for each further one a look at the end of the page before it.
  expect(requests()).toBe(5);
});

test.each([0, 1, 200])('%i droplets take one request', async (count) => {
  const { client, ids, requests } = await startWith(count);
  const listed: number[] = [];
  for await (const { id } of listDroplets(client, 'ours', call)) listed.push(id);
  expect(listed).toEqual(ids);
  expect(requests()).toBe(1);
});

test('none is missed when others go meanwhile, even if as many come', async () => {
  const { client, ids, droplets, plant } = await startWith(450);
  const listed: number[] = [];
  for await (const { id } of listDroplets(client, 'ours', call)) {
    listed.push(id);
    if (listed.length !== 100) continue;
    for (const gone of ids.slice(0, 60)) droplets.vanish(gone);
    for (let index = 0; index < 60; index++) plant();
  }
  expect(new Set(listed).size).toBe(listed.length);
  expect(ids.filter((id) => !listed.includes(id))).toEqual([]);
});

test('none is missed when each one goes as it is listed', async () => {
  const { client, ids, droplets } = await startWith(650);
  const listed: number[] = [];
  for await (const { id } of listDroplets(client, 'ours', call)) {
    listed.push(id);
    droplets.vanish(id);
  }
  expect(listed.sort((a, b) => a - b)).toEqual(ids);
});

test('a list that ends meanwhile is left as it is', async () => {
  const { client, ids, droplets } = await startWith(250);
  const listed: number[] = [];
  for await (const { id } of listDroplets(client, 'ours', call)) {
    listed.push(id);
    if (listed.length === 200) for (const gone of ids) droplets.vanish(gone);
  }
  expect(listed).toEqual(ids.slice(0, 200));
});
