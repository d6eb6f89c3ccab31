import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptCredentials, generateEncryptionKey, ProviderRegistry } from '@stagely/core';
import mockPlugin from '@stagely/provider-mock';
import { afterAll, expect, test } from 'vitest';
import { Database } from '../src/database.js';
import { fillDatabase } from '../src/fill-database.js';
import { contextOf } from '../src/open-provider.js';
import { scenario } from './scenario.js';

const folder = mkdtempSync(join(tmpdir(), 'orchestrator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const encryptionKey = generateEncryptionKey();
const configuration = { provider: 'mock', regions: ['mock-2'], jobs: 2, encryptionKey };

function newRegistry() {
  return new ProviderRegistry({ encryptionKey, resolveFrom: import.meta.url });
}

test('what is saved is there for the next process, for nobody else, and without secrets', async () => {
  const file = join(folder, 'saved.json');
  const token = 'token-that-nobody-may-read';
  const registry = newRegistry();
  registry.registerPlugin({
    ...mockPlugin,
    credentialsFromEnvironment: () => ({ api_token: token }),
  });
  await fillDatabase(new Database(file), registry, configuration, {});
  const database = new Database(file);
  expect(database.tenants).toMatchObject([{ id: 'team-7', provider: 'mock', regions: ['mock-2'] }]);
  expect(database.jobs.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'job-1 waiting',
    'job-2 waiting',
  ]);
  expect(readFileSync(file, 'utf8')).not.toContain(token);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toEqual(['saved.json']);

  database.changeJob('job-1', { state: 'done' });
  await fillDatabase(database, registry, { ...configuration, jobs: 9 }, {});
  expect(new Database(file).jobs.map(({ state }) => state)).toEqual(['done', 'waiting']);
  expect(() => database.changeJob('job-9', { state: 'done' })).toThrow('There is no job job-9.');
});

test('a provider is made of stored credentials, by the registry', async () => {
  const world = scenario({ jobs: 1 });
  const tenant = { id: 'team-7', provider: 'mock' };
  const credentials = encryptCredentials({ region: 'mock-2' }, encryptionKey, {
    context: contextOf(tenant),
  });
  world.addTenant({ credentials });
  await world.clock.run(() =>
    world.start({
      registry: new ProviderRegistry({
        encryptionKey,
        resolveFrom: import.meta.url,
        clock: world.clock,
      }),
    }),
  );
  expect(world.states()).toEqual(['done']);
  expect(world.lines.join('\n')).toContain('in mock-2');
});

test.each([
  ['in the row of another tenant', { id: 'team-8', provider: 'mock' }, 'mock'],
  ['for a provider that is not installed', { id: 'team-7', provider: 'nowhere' }, 'nowhere'],
])('credentials %s stop the tenant', async (_, boundTo, provider) => {
  const world = scenario({ jobs: 1 });
  const credentials = encryptCredentials({}, encryptionKey, { context: contextOf(boundTo) });
  world.addTenant({ credentials, provider });
  await world.clock.run(() => world.start({ registry: newRegistry() }));
  expect(world.database.tenants).toMatchObject([{ stopped: expect.any(String) }]);
  expect(world.states()).toEqual(['waiting']);
  const told = world.lines.length;
  await world.clock.run(() => world.start({ registry: newRegistry() }));
  expect(world.lines, 'nothing is tried until somebody has mended it').toHaveLength(told);
});
