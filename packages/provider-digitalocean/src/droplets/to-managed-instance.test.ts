import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createdDropletSchema, dropletPageSchema, oneDropletSchema } from '../api/droplet.js';
import { ABSENT, readExamples } from '../testing/read-specification.js';
import { MANAGED_TAG } from './droplet-marks.js';
import { toManagedInstance } from './to-managed-instance.js';

const wire = {
  id: 3_164_444,
  name: 'web-1',
  status: 'active',
  created_at: '2026-01-01T10:00:00Z',
  size_slug: 'c-4',
  region: { slug: 'fra1' },
  networks: {
    v4: [
      { ip_address: '10.0.0.2', type: 'private' },
      { ip_address: '198.51.100.7', type: 'public' },
    ],
  },
  tags: [MANAGED_TAG, 'env:x'],
};
const convert = (fields: object = {}) =>
  toManagedInstance(v.parse(oneDropletSchema, { droplet: { ...wire, ...fields } }).droplet);

describe('a droplet', () => {
  it('is an amd64 machine on demand', () => {
    expect(convert()).toEqual({
      instanceId: '3164444',
      state: 'running',
      ready: true,
      region: 'fra1',
      instanceType: 'c-4',
      architecture: 'amd64',
      spotInstance: false,
      publicIp: '198.51.100.7',
      privateIp: '10.0.0.2',
      launchedAt: new Date('2026-01-01T10:00:00Z'),
      tags: { env: 'x' },
    });
  });

  it.each([
    ['new', 'pending'],
    ['active', 'running'],
    ['off', 'stopped'],
    [false, 'stopped'],
    ['archive', 'terminated'],
    ['migrating', 'pending'],
    ['toString', 'pending'],
  ])('with the status %s is %s', (status, state) => {
    expect(convert({ status }).state).toBe(state);
  });

  it.each([[{ v4: [] }], [{ v4: wire.networks.v4.slice(0, 1) }], [{}], [{ v4: null }], [null]])(
    'that is active is not ready with the networks %j',
    (networks) => {
      const { state, ready, publicIp } = convert({ networks });
      expect({ state, ready, publicIp }).toEqual({ state: 'running', ready: false });
    },
  );

  it('with an address is not ready before it is active', () => {
    expect(convert({ status: 'new' })).toMatchObject({ publicIp: '198.51.100.7', ready: false });
  });

  it.each([{ created_at: null }, { created_at: 'yesterday' }])(
    'has no launch time with %j',
    (fields) => {
      expect(convert(fields)).not.toHaveProperty('launchedAt');
    },
  );

  it('that is not ours has no tags of ours', () => {
    expect(convert({ tags: null }).tags).toEqual({});
    expect(convert({ tags: ['env:x'] }).tags).toEqual({});
  });
});

describe('the official example', () => {
  const examples = readExamples();
  const present = it.skipIf(examples === undefined);

  present(`of one droplet is read (${ABSENT})`, () => {
    const { droplet } = v.parse(oneDropletSchema, examples?.['droplet_single']?.value);
    expect(toManagedInstance(droplet)).toMatchObject({
      instanceId: '3164444',
      state: 'running',
      ready: true,
      publicIp: '192.241.165.154',
      privateIp: '10.128.192.124',
      region: 'nyc3',
      instanceType: 's-1vcpu-1gb',
      launchedAt: new Date('2020-07-21T18:37:44Z'),
    });
  });

  present(`of a creation is read (${ABSENT})`, () => {
    const created = v.parse(createdDropletSchema, examples?.['droplet_create_response']?.value);
    const { state, ready, publicIp } = toManagedInstance(created.droplet);
    expect({ state, ready, publicIp }).toEqual({ state: 'pending', ready: false });
    expect(created.links?.actions).toEqual([{ id: 7_515, rel: 'create' }]);
  });

  it.skipIf(examples === undefined).each(['droplets_all', 'droplets_tagged', 'gpu_droplets'])(
    `of a list is read: %s (${ABSENT})`,
    (name) => {
      const { items, hasNext } = v.parse(dropletPageSchema, examples?.[name]?.value);
      expect(items.map(toManagedInstance)[0]?.instanceId).toMatch(/^\d+$/);
      expect(hasNext).toBe(false);
    },
  );
});
