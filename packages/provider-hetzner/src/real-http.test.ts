import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startHetznerEmulator } from '@stagely/cloud-emulators';
import { waitUntilReady } from '@stagely/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HetznerProvider } from './index.js';
import { TOKEN } from './testing/start-cloud.js';

/** Over sockets, on the machine's own clock, with a cloud that is fast. */
async function start() {
  const timings = { createMs: 20, startMs: 20, deleteMs: 20 };
  const emulator = await startHetznerEmulator({ timings });
  onTestFinished(() => emulator.close());
  const settings = { endpoint: `${emulator.url}/v1`, pollIntervalMs: 5 };
  const provider = new HetznerProvider({ api_token: TOKEN, location: 'nbg1' }, { settings });
  return { emulator, provider, settings };
}

const spec = { size: 'small', architecture: 'amd64' } as const;

describe('over HTTP', () => {
  it('a machine is created, watched, listed, leased and ended', async () => {
    const { provider, emulator } = await start();
    await provider.validateCredentials();
    const tags = { branch: 'feature/ünï' };
    const { instanceId, publicIp } = await provider.createInstance({ ...spec, tags });
    expect(await waitUntilReady(provider, instanceId)).toMatchObject({ publicIp, ready: true });
    const expiresAt = new Date(Date.now() + 60_000);
    await provider.setExpiry(instanceId, expiresAt);
    const listed = [];
    for await (const instance of provider.listInstances({ tags })) listed.push(instance);
    expect(listed).toMatchObject([{ instanceId, tags, expiresAt, region: 'nbg1' }]);
    await provider.terminateInstance(instanceId);
    await expect(provider.getInstanceStatus(instanceId)).rejects.toMatchObject({
      code: 'instance_not_found',
    });
    expect(await provider.sweep()).toEqual({ removed: [], failed: [] });
    expect(emulator.state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('a lost answer makes one machine', async () => {
    const { provider, emulator } = await start();
    emulator.faults.add({ operation: 'POST /v1/servers', fault: { type: 'resetAfter' } });
    await provider.createInstance({ ...spec, idempotencyKey: 'key' });
    expect(emulator.state.servers()).toHaveLength(1);
  });

  it('an API that is not there makes none', async () => {
    const { provider, emulator } = await start();
    await emulator.close();
    await expect(provider.createInstance({ ...spec, idempotencyKey: 'key' })).rejects.toMatchObject(
      { code: 'network_failure', outcome: 'no-instance' },
    );
  });

  it('a process ends by itself when its work is done', async () => {
    const { settings } = await start();
    const program = `
      import { HetznerProvider } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url))};
      const provider = new HetznerProvider({ api_token: '${TOKEN}', location: 'nbg1' }, { settings: ${JSON.stringify(settings)} });
      const { instanceId } = await provider.createInstance({ size: 'small', architecture: 'amd64' });
      await provider.terminateInstance(instanceId);
      console.log('done');
    `;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      program,
    ]);
    expect(stdout).toBe('done\n');
  });
});
