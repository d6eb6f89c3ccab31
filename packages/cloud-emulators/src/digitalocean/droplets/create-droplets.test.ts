import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  createDroplet,
  errorOf,
  readDroplet,
  someDroplet,
  startDigitalOcean,
} from '../testing/start-digitalocean.js';

const hostname = 'Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)';
const invalid = (what: string) => `You specified an invalid ${what} for Droplet creation.`;

describe('creating droplets', () => {
  it.each<[string, object, number, string]>([
    ['no name', { name: undefined }, 422, "Name can't be blank"],
    ['an empty name', { name: '' }, 422, hostname],
    ['a name with an underscore', { name: 'my_droplet' }, 422, hostname],
    ['a name with a space', { name: 'my droplet' }, 422, hostname],
    ['a name that ends in a hyphen', { name: 'web-' }, 422, hostname],
    ['a name with a line break', { name: 'web\n' }, 422, hostname],
    ['a long name', { name: 'a'.repeat(256) }, 422, 'Name is too long (maximum is 255 characters)'],
    ['a name that is a number', { name: 7 }, 422, 'name must be a string'],
    ['name and names', { names: ['b'] }, 422, 'name and names must not be given together'],
    ['no names', { name: undefined, names: [] }, 422, "Name can't be blank"],
    [
      'eleven names',
      { name: undefined, names: Array.from({ length: 11 }, (_, index) => `n${index}`) },
      422,
      'You can only create up to 10 Droplets at once.',
    ],
    ['a bad one among the names', { name: undefined, names: ['a', 'b_'] }, 422, hostname],
    ['no size', { size: undefined }, 422, invalid('size')],
    ['an unknown size', { size: 's-9vcpu-1gb' }, 422, invalid('size')],
    ['a size that is a number', { size: 7 }, 422, invalid('size')],
    ['a size that is sold nowhere', { size: '512mb' }, 422, 'size is unavailable'],
    [
      'a size that the region does not sell',
      { size: 's-2vcpu-4gb' },
      422,
      'Size is not available in this region.',
    ],
    ['no image', { image: undefined }, 422, invalid('image')],
    ['an unknown image', { image: 'ubuntu-14-04-x64' }, 422, invalid('image')],
    ['an unknown image id', { image: 1 }, 422, invalid('image')],
    ['an image that is an object', { image: {} }, 422, 'image must be a string or an integer'],
    ['an unknown region', { region: 'mars1' }, 422, invalid('region')],
    ['an unknown region prefix', { region: 'mars' }, 422, invalid('region')],
    ['part of a region prefix', { region: 'ny' }, 422, invalid('region')],
    ['a region that is closed', { region: 'sfo1' }, 422, 'Region is not available'],
    [
      'unknown SSH keys',
      { ssh_keys: [1, 'aa:bb'] },
      422,
      '1, aa:bb are invalid key identifiers for Droplet creation.',
    ],
    ['SSH keys that are no list', { ssh_keys: 'me' }, 422, 'ssh_keys must be a list'],
    [
      'an unknown network',
      { vpc_uuid: '760e09ef-dc84-11e8-981e-3cfdfeaae000' },
      422,
      'You specified invalid VPC parameters for Droplet creation.',
    ],
    ['an unknown volume', { volumes: ['v'] }, 422, 'Volumes not found: v'],
    ['a tag with a space', { tags: ['a b'] }, 422, 'tag-name "a b" contains invalid characters'],
    ['a tag with a slash', { tags: ['a/b'] }, 422, 'tag-name "a/b" contains invalid characters'],
    ['a tag with an umlaut', { tags: ['ä'] }, 422, 'tag-name "ä" contains invalid characters'],
    ['an empty tag', { tags: [''] }, 422, 'tag-name cannot be empty'],
    ['a long tag', { tags: ['a'.repeat(256)] }, 422, 'tag-name is longer than 255 characters'],
    ['tags that are an object', { tags: { a: 'b' } }, 422, 'tags must be a list'],
    ['a tag that is a number', { tags: [7] }, 422, 'tags.0 must be a string'],
    [
      'user data over 64 KiB, counted in bytes',
      { user_data: 'ä'.repeat(32_769) },
      422,
      'user_data must not be larger than 64 KiB',
    ],
    ['ipv6 that is a text', { ipv6: 'yes' }, 422, 'ipv6 must be true or false'],
    [
      'a backup policy with an odd hour',
      { backups: true, backup_policy: { plan: 'daily', hour: 1 } },
      422,
      'backup_policy.hour must be 0, 4, 8, 12, 16 or 20',
    ],
    [
      'a backup policy with a field of its own',
      { backups: true, backup_policy: { minute: 1 } },
      422,
      'backup_policy.minute must have plan, weekday and hour only',
    ],
    [
      'ipv6 without public networking',
      { ipv6: true, public_networking: false },
      422,
      'ipv6 must be false when public_networking is false',
    ],
    [
      'unknown fields',
      { user_date: 'x', droplet: {} },
      400,
      'found unpermitted parameters: user_date, droplet',
    ],
  ])('refuses %s', async (_, change, status, message) => {
    const { client, state } = await startDigitalOcean();
    const body = { ...someDroplet, ...change };
    const error = await errorOf(client('POST', '/v2/droplets', body));
    expect(error).toMatchObject({ status, message });
    expect(state.droplets.all()).toEqual([]);
    expect(state.tags.names()).toEqual([]);
  });

  it('names the unknown fields as the real API did, with a space in the id', async () => {
    const { client } = await startDigitalOcean();
    const error = await errorOf(client('POST', '/v2/droplets', { ...someDroplet, virtio: true }));
    expect(error).toEqual({
      status: 400,
      id: 'bad request',
      message: 'found unpermitted parameters: virtio',
    });
  });

  it('ignores unknown fields and parameters where the settings say so, as the real API does', async () => {
    const { client, state } = await startDigitalOcean({ unknownParameters: 'ignore' });
    await createDroplet(client, { virtio: true });
    await bodyOf(client('GET', '/v2/droplets?nonsense=1'));
    state.settings.unknownParameters = 'refuse';
    expect((await client('GET', '/v2/droplets?nonsense=1')).status).toBe(400);
  });

  it('takes null for what is left out', async () => {
    const { client } = await startDigitalOcean();
    const none = { ssh_keys: null, user_data: null, tags: null, volumes: null, vpc_uuid: null };
    await createDroplet(client, { ...none, backups: null, ipv6: null });
  });

  it('takes everything at its limit', async () => {
    const { client, state } = await startDigitalOcean();
    const id = await createDroplet(client, {
      name: 'a'.repeat(255),
      tags: ['t'.repeat(255), 'A-z_0:9'],
      user_data: 'x'.repeat(65_536),
    });
    expect(state.droplets.find(id)?.userData).toHaveLength(65_536);
  });

  it('makes up to ten at once, all or none', async () => {
    const { client, state } = await startDigitalOcean({ quotas: { droplets: 12 } });
    const { name: _, ...body } = someDroplet;
    const names = Array.from({ length: 10 }, (_each, index) => `n${index}`);
    const { droplets, links } = await bodyOf(
      client('POST', '/v2/droplets', { ...body, names }),
      202,
    );
    expect(droplets.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(links.actions).toHaveLength(10);
    expect(await errorOf(client('POST', '/v2/droplets', { ...body, names }))).toMatchObject({
      status: 422,
      message: 'creating this/these droplet(s) will exceed your droplet limit',
    });
    expect(state.droplets.all()).toHaveLength(10);
  });

  it('takes SSH keys by id, by id as text and by fingerprint', async () => {
    const { client, state } = await startDigitalOcean();
    const publicKey =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqFkSAyqV8G0VG2FxOWdvN7n2VgwMzMXJyPAlMWgoVn me';
    const { id, fingerprint } = state.sshKeys.add({ name: 'me', publicKey });
    const droplet = await createDroplet(client, { ssh_keys: [id, String(id), fingerprint] });
    expect(state.droplets.find(droplet)?.sshKeyIds).toEqual([id, id, id]);
  });

  it('takes images by id, private ones only so', async () => {
    const { client, state } = await startDigitalOcean();
    const { id } = state.images.add({ name: 'golden', regions: ['nyc3'], slug: 'golden' });
    await createDroplet(client, { image: id });
    await createDroplet(client, { image: String(id) });
    const bySlug = client('POST', '/v2/droplets', { ...someDroplet, image: 'golden' });
    expect(await errorOf(bySlug)).toMatchObject({ message: invalid('image') });
  });

  it('refuses images that are not in the region or larger than the disk', async () => {
    const { client, state } = await startDigitalOcean();
    const far = state.images.add({ name: 'far', regions: ['fra1'] });
    const large = state.images.add({ name: 'large', regions: ['nyc3'], minDiskSize: 26 });
    const create = (image: number) => client('POST', '/v2/droplets', { ...someDroplet, image });
    expect(await errorOf(create(far.id))).toMatchObject({
      message: 'The image you specified is not available in the selected region.',
    });
    expect(await errorOf(create(large.id))).toMatchObject({
      message: 'The image you specified does not fit on the disk of the selected size.',
    });
  });

  it('places droplets without a region, or with a prefix, where size and image are', async () => {
    const { client, state } = await startDigitalOcean({ quotas: { droplets: 10 } });
    const { id } = state.images.add({ name: 'far', regions: ['fra1'] });
    const regionOf = async (change: object) => {
      const droplet = await createDroplet(client, change);
      return state.droplets.find(droplet)?.region;
    };
    expect(await regionOf({ region: undefined, image: id })).toBe('fra1');
    expect(await regionOf({ region: 'nyc', size: 's-2vcpu-4gb' })).toBe('nyc1');
    expect(await regionOf({ region: 'sfo' })).toBe('sfo3');
  });

  it('uses the networks of the region only', async () => {
    const { client, state } = await startDigitalOcean();
    const own = state.vpcs.add({ region: 'nyc3' });
    const elsewhere = state.vpcs.add({ region: 'fra1' });
    const first = await createDroplet(client, { vpc_uuid: own.id });
    expect(await readDroplet(client, first)).toMatchObject({ vpc_uuid: own.id });
    const second = await createDroplet(client, { vpc_uuid: state.vpcs.defaultOf('nyc3').id });
    expect(state.droplets.find(second)?.vpcUuid).toBe(state.vpcs.defaultOf('nyc3').id);
    const wrong = client('POST', '/v2/droplets', { ...someDroplet, vpc_uuid: elsewhere.id });
    expect((await wrong).status).toBe(422);
  });

  it('counts droplets against the limit until they are gone', async () => {
    const { client, clock, emulator } = await startDigitalOcean({ quotas: { droplets: 1 } });
    const id = await createDroplet(client);
    await clock.advance(30_000);
    const create = async () => (await client('POST', '/v2/droplets', someDroplet)).status;
    expect(await create()).toBe(422);
    await client('DELETE', `/v2/droplets/${id}`);
    expect(await create()).toBe(422);
    await clock.advance(10_000);
    expect(await create()).toBe(202);
    emulator.quotas.set('droplets', 2);
    expect(await create()).toBe(202);
    const { account } = await bodyOf(client('GET', '/v2/account'));
    expect(account.droplet_limit).toBe(2);
  });

  it('runs out of a size in one region', async () => {
    const { client, emulator } = await startDigitalOcean({
      capacity: [{ type: 's-1vcpu-1gb', region: 'nyc3', available: 1 }],
    });
    const create = (change: object) =>
      errorOf(client('POST', '/v2/droplets', { ...someDroplet, ...change }));
    const { name: _, ...body } = someDroplet;
    const two = await errorOf(client('POST', '/v2/droplets', { ...body, names: ['a', 'b'] }));
    expect(two).toMatchObject({ message: 'Size is not available in this region.' });
    expect(await create({})).toMatchObject({ status: 202 });
    expect(await create({})).toMatchObject({
      status: 422,
      message: 'Size is not available in this region.',
    });
    expect(await create({ region: 'fra1' })).toMatchObject({ status: 202 });
    expect(await create({ region: 'nyc' })).toMatchObject({
      droplet: { region: { slug: 'nyc1' } },
    });
    emulator.capacity.set({ type: 's-1vcpu-1gb', region: 'nyc3' }, 'unlimited');
    expect(await create({})).toMatchObject({ status: 202 });
  });

  it('follows the catalogue as it changes', async () => {
    const { client, state } = await startDigitalOcean();
    const create = () => errorOf(client('POST', '/v2/droplets', someDroplet));
    state.sizes.set('s-1vcpu-1gb', { regions: ['fra1'] });
    expect(await create()).toMatchObject({ message: 'Size is not available in this region.' });
    state.sizes.set('s-1vcpu-1gb', { regions: ['nyc3'], available: false });
    expect(await create()).toMatchObject({ message: 'size is unavailable' });
    state.sizes.set('s-1vcpu-1gb', { available: true, restricted: true });
    expect(await create()).toMatchObject({ message: 'size is currently restricted' });
    state.sizes.set('s-1vcpu-1gb', { restricted: false });
    state.regions.set('nyc3', { available: false });
    expect(await create()).toMatchObject({ message: 'Region is not available' });
    state.regions.set('nyc3', { available: true });
    expect(await create()).toMatchObject({ status: 202 });
  });

  it('creates nothing for a locked account', async () => {
    const { client, state } = await startDigitalOcean();
    state.account.status = 'locked';
    expect(await errorOf(client('POST', '/v2/droplets', someDroplet))).toMatchObject({
      status: 403,
      id: 'forbidden',
    });
    expect((await client('GET', '/v2/droplets')).status).toBe(200);
  });

  it('allows the same name twice', async () => {
    const { client } = await startDigitalOcean();
    expect(await createDroplet(client)).not.toBe(await createDroplet(client));
  });

  it('meters by tag, size and region', async () => {
    const { client, clock, emulator } = await startDigitalOcean({
      meterGroup: ({ tags, type, region }) => `${Object.keys(tags)} ${type} ${region}`,
    });
    await createDroplet(client, { tags: ['ci'] });
    await clock.advance(5_000);
    expect(emulator.meter.group('ci s-1vcpu-1gb nyc3')).toMatchObject({ machineSeconds: 5 });
  });
});
