import { describe, expect, it } from 'vitest';
import type { HetznerServer } from '../client/resources/server.js';
import { toAbandonedName } from './server-name.js';
import { hasKnownStatus, toManagedInstance } from './to-managed-instance.js';

const server: HetznerServer = {
  id: 42,
  name: 'stagely-0',
  status: 'running',
  created: new Date('2026-01-30T23:50:00Z'),
  publicNet: { ipv4: { id: 1, ip: '198.18.0.1', blocked: false }, ipv6: null },
  privateNet: [{ network: 1, ip: '10.0.0.2' }],
  serverType: {
    id: 45,
    name: 'cax11',
    description: 'CAX11',
    cores: 2,
    memory: 4,
    disk: 40,
    storageType: 'local',
    architecture: 'arm',
    prices: [],
    locations: [],
  },
  location: { name: 'nbg1', description: '', country: 'DE', city: 'Nuremberg' },
  image: null,
  locked: false,
  protection: { delete: false, rebuild: false },
  labels: {},
};

const labels = {
  'stagely-managed': '1',
  'stagely-key': 'a'.repeat(32),
  'stagely-spec': `1-${'b'.repeat(32)}`,
  'stagely-creator': '0123456789ab',
  'stagely-expires-at': '1769817000000',
  env: 'a_x2F_b',
};

describe('a server as a machine', () => {
  it('has what Stagely wrote on it', () => {
    expect(toManagedInstance({ ...server, labels })).toEqual({
      instanceId: '42',
      state: 'running',
      ready: true,
      publicIp: '198.18.0.1',
      privateIp: '10.0.0.2',
      region: 'nbg1',
      instanceType: 'cax11',
      architecture: 'arm64',
      spotInstance: false,
      launchedAt: new Date('2026-01-30T23:50:00Z'),
      tags: { env: 'a/b' },
      managed: true,
      abandoned: false,
      idempotencyKeyHash: 'a'.repeat(32),
      specHash: `1-${'b'.repeat(32)}`,
      creator: '0123456789ab',
      expiresAt: new Date(1_769_817_000_000),
    });
  });

  it('tells the marks of concurrent creations: a label and a name', () => {
    const adopted = toManagedInstance({ ...server, labels: { ...labels, 'stagely-adopted': '1' } });
    expect(adopted).toMatchObject({ adopted: true, abandoned: false, tags: { env: 'a/b' } });
    const name = toAbandonedName('a'.repeat(32), 42);
    expect(toManagedInstance({ ...server, name, labels }).abandoned).toBe(true);
    expect(toManagedInstance({ ...server, name }).abandoned).toBe(false);
  });

  it('may be somebody else’s, without addresses, place and image', () => {
    const publicNet = { ipv4: null, ipv6: null };
    const bare = { ...server, publicNet, privateNet: [], location: null, labels: { env: 'x' } };
    expect(toManagedInstance(bare)).toEqual({
      instanceId: '42',
      state: 'running',
      ready: false,
      region: '',
      instanceType: 'cax11',
      architecture: 'arm64',
      spotInstance: false,
      launchedAt: server.created,
      tags: {},
      managed: false,
      abandoned: false,
    });
  });

  it.each([
    ['initializing', 'pending'],
    ['starting', 'pending'],
    ['running', 'running'],
    ['stopping', 'stopped'],
    ['off', 'stopped'],
    ['deleting', 'terminated'],
    ['migrating', 'pending'],
    ['rebuilding', 'pending'],
    ['unknown', 'pending'],
    ['something new', 'pending'],
    ['constructor', 'pending'],
  ])('that is %s is %s', (status, state) => {
    expect(toManagedInstance({ ...server, status }).state).toBe(state);
    expect(toManagedInstance({ ...server, status }).ready).toBe(state === 'running');
  });

  it('that is off while an action holds it is on its way to its first start', () => {
    expect(toManagedInstance({ ...server, status: 'off', locked: true }).state).toBe('pending');
  });

  it('with a status that says nothing is known as such', () => {
    expect(hasKnownStatus(server)).toBe(true);
    expect(hasKnownStatus({ ...server, status: 'unknown' })).toBe(false);
  });
});
