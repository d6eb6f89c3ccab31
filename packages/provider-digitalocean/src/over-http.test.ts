import { DIGITALOCEAN_TEST_TOKEN, startDigitalOceanEmulator } from '@stagely/cloud-emulators';
import { InstanceNotFoundError, waitUntilReady } from '@stagely/core';
import { expect, onTestFinished, test } from 'vitest';
import { DigitalOceanProvider } from './digitalocean-provider.js';
import { errorOf } from './testing/error-of.js';
import { smallSpec } from './testing/small-spec.js';

/** A provider that talks to an emulator over real HTTP, in real time, which passes quickly there. */
async function connect() {
  const emulator = await startDigitalOceanEmulator({
    timings: { activeMs: 5, privateAddressMs: 1, publicAddressMs: 1, deletedMs: 5 },
  });
  onTestFinished(() => emulator.close());
  const provider = new DigitalOceanProvider(
    { api_token: DIGITALOCEAN_TEST_TOKEN, region: 'fra1' },
    { settings: { endpoint: emulator.url, pollIntervalMs: 1, visibilityWindowMs: 0 } },
  );
  return { emulator, provider };
}

test('a machine is created, watched, listed, leased and ended', async () => {
  const { emulator, provider } = await connect();
  await provider.validateCredentials();
  const spec = {
    ...smallSpec,
    userData: '#cloud-config\n# ü\n',
    tags: { branch: 'feature/foo.bar' },
    idempotencyKey: 'build-17',
  };
  const created = await provider.createInstance(spec);
  const { instanceId, publicIp } = created;
  expect(emulator.state.droplets.existing()).toMatchObject([
    { publicIp, userData: spec.userData, size: 's-2vcpu-4gb' },
  ]);
  expect((await provider.createInstance(spec)).reused).toBe(true);
  expect(await waitUntilReady(provider, instanceId)).toMatchObject({ ready: true, publicIp });

  const expiresAt = new Date(Date.now() + 3_600_000);
  await provider.setExpiry(instanceId, expiresAt);
  const listed = [];
  for await (const instance of provider.listInstances({ tags: spec.tags })) listed.push(instance);
  expect(listed).toMatchObject([{ instanceId, expiresAt, tags: spec.tags, region: 'fra1' }]);

  const statuses = await provider.getInstanceStatuses([instanceId, '1']);
  expect(statuses.get(instanceId)).toMatchObject({ state: 'running' });
  await provider.terminateInstance(instanceId);
  expect(await errorOf(provider.getInstanceStatus(instanceId))).toBeInstanceOf(
    InstanceNotFoundError,
  );
  expect(await provider.sweep()).toEqual({ removed: [], failed: [] });
});

test('a lost answer is settled over real connections too', async () => {
  const { emulator, provider } = await connect();
  emulator.faults.add({ operation: 'POST /v2/droplets', fault: { type: 'resetAfter' } });
  const { instanceId, reused } = await provider.createInstance(smallSpec);
  expect(reused).toBe(false);
  expect(emulator.state.droplets.existing().map(({ id }) => String(id))).toEqual([instanceId]);
});

test('fifty status reads at once are answered', async () => {
  const { emulator, provider } = await connect();
  const { id } = emulator.state.droplets.plant({ name: 'web-1' });
  const statuses = await Promise.all(
    Array.from({ length: 50 }, () => provider.getInstanceStatus(String(id))),
  );
  expect(statuses.every(({ ready }) => ready)).toBe(true);
});
