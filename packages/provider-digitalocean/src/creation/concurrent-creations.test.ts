import { expect, test } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { smallSpec } from '../testing/small-spec.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const spec = { ...smallSpec, idempotencyKey: 'build-17' };

test('who adopts a machine says so on it, so that its maker leaves it alone', async () => {
  const { clock, connect, state } = await startDigitalOcean();
  const controller = new AbortController();
  const { signal } = controller;
  const making = errorOf(connect().createInstance(spec, { signal }));
  await clock.advance(1_000);
  const adopting = connect().createInstance(spec);
  await clock.advance(5_000);
  controller.abort();
  const [error, adopted] = await clock.run(() => Promise.all([making, adopting]));
  expect(state.droplets.all()).toHaveLength(1);
  const [droplet] = state.droplets.existing();
  expect(adopted).toMatchObject({ instanceId: String(droplet?.id), reused: true });
  expect(error).toMatchObject({
    code: 'aborted',
    outcome: 'instance-exists',
    instanceId: adopted.instanceId,
  });
  expect(droplet?.tags).toContain('stagely-adopted:1');
  expect(droplet?.tags).not.toContain('stagely-abandoned:1');
  for await (const { tags } of connect().listInstances()) expect(tags).toEqual({});
});

test('who gives a machine up says so on it before it ends it', async () => {
  const { clock, connect, state, emulator } = await startDigitalOcean();
  const controller = new AbortController();
  const { signal } = controller;
  const making = errorOf(connect().createInstance(spec, { signal }));
  await clock.advance(12_000);
  controller.abort();
  expect(await clock.run(() => making)).toMatchObject({ code: 'aborted', outcome: 'no-instance' });
  expect(state.droplets.existing()).toEqual([]);
  const changes = emulator.requests
    .all()
    .filter(({ method, status = 500 }) => method !== 'GET' && status < 400);
  expect(changes.map(({ method, path }) => `${method} ${path.replace(/\d{9}/, '{id}')}`)).toEqual([
    'POST /v2/droplets',
    'POST /v2/tags',
    'POST /v2/tags/stagely-abandoned:1/resources',
    'DELETE /v2/droplets/{id}',
  ]);
});

test('two processes with one key make one machine between them', async () => {
  const { clock, connect, state } = await startDigitalOcean({ consistencyWindowMs: 8_000 });
  const created = await clock.run(() =>
    Promise.all([connect(), connect()].map((provider) => provider.createInstance(spec))),
  );
  await clock.advance(60_000);
  const ids = state.droplets.existing().map(({ id }) => String(id));
  expect(ids).toHaveLength(1);
  expect(created.map(({ instanceId }) => instanceId)).toEqual([ids[0], ids[0]]);
  expect(created.map(({ reused }) => reused).sort()).toEqual([false, true]);
  expect(state.droplets.all()).toHaveLength(2);
});

test('creations that wait for their addresses at the same time share reads', async () => {
  const { clock, connect, emulator } = await startDigitalOcean({ rateLimits: false });
  emulator.faults.add({ operation: /^GET/, times: 'always', fault: { type: 'delay', ms: 200 } });
  const provider = connect();
  await clock.run(() =>
    Promise.all(Array.from({ length: 20 }, () => provider.createInstance(smallSpec))),
  );
  expect(emulator.requests.count('POST /v2/droplets')).toBe(20);
  // Alone, each would read its droplet about eight times.
  const reads =
    emulator.requests.count('GET /v2/droplets') + emulator.requests.count('GET /v2/droplets/{id}');
  expect(reads).toBeLessThan(40);
});
