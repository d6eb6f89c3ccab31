import { expect, test } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const DELETE = 'DELETE /v2/droplets/{id}';

test('a termination resolves when the droplet is no longer found', async () => {
  const { clock, connect, state } = await startDigitalOcean();
  const { id } = state.droplets.plant({ name: 'web-1' });
  await clock.run(() => connect().terminateInstance(String(id)));
  expect(state.droplets.existing()).toEqual([]);
  expect(clock.now() - Date.UTC(2026, 0, 1)).toBeGreaterThanOrEqual(4_000);
});

test('a deletion that was accepted and did nothing is asked for again', async () => {
  const { clock, connect, state, emulator } = await startDigitalOcean();
  const { id } = state.droplets.plant({ name: 'web-1' });
  state.droplets.ignoreNextDeletions();
  await clock.run(() => connect().terminateInstance(String(id)));
  expect(state.droplets.existing()).toEqual([]);
  expect(emulator.requests.count(DELETE)).toBe(2);
});

test('a droplet that is locked is tried again', async () => {
  const { clock, connect, state, emulator } = await startDigitalOcean();
  const { id } = state.droplets.plant({ name: 'web-1' });
  state.droplets.lock(id);
  const ending = connect().terminateInstance(String(id));
  await clock.advance(20_000);
  expect(emulator.requests.count(DELETE)).toBeGreaterThan(2);
  state.droplets.unlock(id);
  await clock.run(() => ending);
  expect(state.droplets.existing()).toEqual([]);
});

test('a droplet that stays locked is an error that may be retried', async () => {
  const { clock, connect, state } = await startDigitalOcean();
  const { id } = state.droplets.plant({ name: 'web-1' });
  state.droplets.lock(id);
  const provider = connect({ terminationTimeoutMs: 30_000 });
  const error = await clock.run(() => errorOf(provider.terminateInstance(String(id))));
  expect(error).toMatchObject({
    code: 'network_failure',
    provider: 'digitalocean',
    operation: 'terminateInstance',
    instanceId: String(id),
    cause: { message: expect.stringContaining('pending event') },
  });
  expect(clock.now()).toBe(Date.UTC(2026, 0, 1) + 30_000);
});

test('a droplet whose creation is under way is deleted when that has ended', async () => {
  const { clock, connect, state, emulator } = await startDigitalOcean();
  const body = { name: 'a', region: 'fra1', size: 'c-2', image: 'ubuntu-22-04-x64' };
  await emulator.fetch('/v2/droplets', {
    method: 'POST',
    headers: { authorization: 'Bearer dop_v1_emulated', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const [droplet] = state.droplets.existing();
  await clock.run(() => connect().terminateInstance(String(droplet?.id)));
  expect(state.droplets.existing()).toEqual([]);
});

test('a token that may not delete is told what it lacks', async () => {
  const { clock, connect, state } = await startDigitalOcean({
    credentials: [{ token: 'reader', scopes: 'read' }],
  });
  const { id } = state.droplets.plant({ name: 'web-1' });
  const provider = connect({}, { credentials: { api_token: 'reader' } });
  const error = await clock.run(() => errorOf(provider.terminateInstance(String(id))));
  expect(error).toMatchObject({ code: 'invalid_credentials', instanceId: String(id) });
  expect(error.message).toContain('droplet:delete');
});

test('a droplet that never was is gone once it had the time to show', async () => {
  const { clock, connect, emulator } = await startDigitalOcean();
  await clock.run(() => connect().terminateInstance('1'));
  expect(clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1) + 10_000);
  expect(emulator.requests.count(DELETE)).toBeGreaterThan(1);
});
