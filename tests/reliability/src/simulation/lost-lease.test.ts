import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startHetzner } from '../clouds/start-hetzner.js';
import { History } from './history.js';
import { judgeResult } from './judge-result.js';
import { MachineLives } from './machine-lives.js';
import { CLIENT_HEADER } from './simulated-client.js';

const SETTER = 'client-1';
const OTHER = 'client-2';
const LEASE_MS = 60_000;

/** A server, and processes that read it and replace its labels. */
async function startWithServer() {
  const clock = new VirtualClock();
  const cloud = await startHetzner({ clock });
  onTestFinished(() => cloud.close());
  const lives = new MachineLives(cloud);
  const evidence = { history: new History(cloud.requests), lives, lagMs: 0 };
  const spec = { region: cloud.region, size: 'small', architecture: 'amd64' } as const;
  const { instanceId } = await clock.run(() => cloud.openProvider().createInstance(spec));
  lives.observe('cloud');
  const ask = async (client: string, method: string, body?: object) => {
    await clock.advance(10);
    const response = await cloud.fetch(`${cloud.url}/servers/${instanceId}`, {
      method,
      headers: {
        authorization: `Bearer ${cloud.secrets[0]}`,
        'content-type': 'application/json',
        [CLIENT_HEADER]: client,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(200);
    lives.observe({ client });
  };
  const record = {
    number: 1,
    client: SETTER,
    action: { type: 'setExpiry', client: 1, target: 0, leaseMs: LEASE_MS, abortAfterMs: undefined },
    target: instanceId,
    startedAt: clock.now(),
  } as const;
  const expiresAt = String(record.startedAt + LEASE_MS);
  return {
    read: (client: string) => ask(client, 'GET'),
    lease: (at = expiresAt) => ask(SETTER, 'PUT', { labels: { 'stagely-expires-at': at } }),
    overwrite: (client: string, labels = {}) =>
      ask(client, 'PUT', { labels: { 'stagely-adopted': '1', ...labels } }),
    violations: () => judgeResult(record, evidence),
  };
}

const lost = [{ kind: 'wrongOutcome', message: expect.stringContaining('#1 setExpiry') }];

describe('a lease that is not there when the call that has set it returns', () => {
  it('was lost rightly when another process had read the labels before it was set', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await read(OTHER);
    await lease();
    await read(SETTER);
    expect(violations()).toEqual([]);
    await overwrite(OTHER);
    expect(violations()).toEqual([]);
  });

  it('is wrong when the call did not look again', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await read(SETTER);
    await read(OTHER);
    await lease();
    await overwrite(OTHER);
    expect(violations()).toEqual(lost);
  });

  it('is wrong when the other process set another one', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await read(OTHER);
    await lease();
    await read(SETTER);
    await overwrite(OTHER, { 'stagely-expires-at': '1' });
    expect(violations()).toEqual(lost);
  });

  it('is wrong when it was another one than was asked for', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await read(OTHER);
    await lease('1');
    await read(SETTER);
    await overwrite(OTHER);
    expect(violations()).toEqual(lost);
  });

  it('is wrong when the other process read it, and left it out', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await read(OTHER);
    await lease();
    await read(SETTER);
    await read(OTHER);
    await overwrite(OTHER);
    expect(violations()).toEqual(lost);
  });

  it('is wrong when the other process did not look at all', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await lease();
    await read(SETTER);
    await overwrite(OTHER);
    expect(violations()).toEqual(lost);
  });

  it('is wrong when the same process has undone it', async () => {
    const { read, lease, overwrite, violations } = await startWithServer();
    await read(SETTER);
    await lease();
    await overwrite(SETTER);
    expect(violations()).toEqual(lost);
  });

  it('is wrong when it was never set', async () => {
    const { read, overwrite, violations } = await startWithServer();
    await read(OTHER);
    await overwrite(OTHER);
    expect(violations()).toEqual(lost);
  });
});
