import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type ClientAnswer, errorIn, namesIn, paginationIn } from '../testing/hetzner-client.js';
import { startHetzner } from '../testing/start-hetzner.js';

const deprecation = v.nullable(v.object({ announced: v.string(), unavailable_after: v.string() }));

const shownTypes = v.looseObject({
  server_types: v.array(
    v.looseObject({
      name: v.string(),
      architecture: v.string(),
      deprecated: v.boolean(),
      deprecation,
      prices: v.array(
        v.looseObject({
          location: v.string(),
          price_hourly: v.object({ net: v.string(), gross: v.string() }),
        }),
      ),
      locations: v.array(v.looseObject({ name: v.string(), available: v.boolean(), deprecation })),
    }),
  ),
});

const typesIn = ({ body }: ClientAnswer) => v.parse(shownTypes, body).server_types;

describe('server types', () => {
  it('are the ones that are sold today', async () => {
    const { client } = await startHetzner();
    const answer = await client.get('/server_types?per_page=50');
    expect(paginationIn(answer)).toMatchObject({ total_entries: 25, next_page: null });
    const names = typesIn(answer).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'cx23',
        'cx53',
        'cpx11',
        'cpx62',
        'cax11',
        'cax41',
        'ccx13',
        'ccx63',
      ]),
    );
    for (const gone of ['cx21', 'cx31', 'cx22', 'cx32', 'cx11']) expect(names).not.toContain(gone);
  });

  it('say for each location whether it has them', async () => {
    const { client } = await startHetzner();
    const [cax11] = typesIn(await client.get('/server_types?name=cax11'));
    expect(cax11).toMatchObject({ architecture: 'arm', deprecated: false, deprecation: null });
    expect(cax11?.locations.map(({ name }) => name)).toEqual(['fsn1', 'nbg1', 'hel1']);
    const [cpx11] = typesIn(await client.get('/server_types?name=cpx11'));
    expect(
      cpx11?.locations.map((each) => [each.name, each.available, each.deprecation === null]),
    ).toEqual([
      ['fsn1', false, false],
      ['nbg1', false, false],
      ['hel1', false, false],
      ['ash', true, true],
      ['hil', true, true],
      ['sin', true, true],
    ]);
  });

  it('have prices as decimal texts, with and without VAT', async () => {
    const { client } = await startHetzner();
    const [cax11] = typesIn(await client.get('/server_types?name=cax11'));
    expect(cax11?.prices[0]).toMatchObject({
      location: 'fsn1',
      price_hourly: { net: '0.0064000000', gross: '0.0076160000000000' },
      price_monthly: { net: '3.9936000000', gross: '4.7523840000000000' },
      included_traffic: 21_990_232_555_520,
    });
  });

  it('change as the test wants it', async () => {
    const { client, state } = await startHetzner();
    const { catalogue } = state;
    const locationsOf = async (name: string) =>
      typesIn(await client.get(`/server_types?name=${name}`))[0]?.locations;
    catalogue.setStock('cx23', 'fsn1', false);
    expect((await locationsOf('cx23'))?.[0]).toMatchObject({ name: 'fsn1', available: false });
    catalogue.setStock('cx23', 'fsn1', true);
    expect((await locationsOf('cx23'))?.[0]?.available).toBe(true);
    catalogue.withdrawServerType('cx23', 'fsn1');
    catalogue.offerServerType('cx23', 'ash');
    expect((await locationsOf('cx23'))?.map(({ name }) => name)).toEqual(['nbg1', 'hel1', 'ash']);
    catalogue.withdrawServerType('cx23');
    expect(await locationsOf('cx23')).toBeUndefined();
    expect((await client.get('/server_types/114')).status).toBe(404);
    expect(() => catalogue.setStock('cx99', 'fsn1', true)).toThrow(RangeError);
    expect(() => catalogue.setStock('cax11', 'ash', true)).toThrow(RangeError);
    expect(() => catalogue.setStock('cax11', 'moon', true)).toThrow(RangeError);
  });

  it('can be added, and put in the place of others', async () => {
    const { client, state } = await startHetzner();
    const cx23 = state.catalogue.serverTypes.find(({ name }) => name === 'cx23');
    if (cx23 === undefined) throw new Error('There is no cx23.');
    state.catalogue.addServerType({ ...cx23, id: 1, name: 'cx21' });
    state.catalogue.addServerType({ ...cx23, memory: 64 });
    const types = await client.get('/server_types?per_page=50');
    expect(namesIn(types, 'server_types')).toHaveLength(26);
    expect(namesIn(types, 'server_types')[0]).toBe('cx21');
    expect(namesIn(await client.get('/server_types?name=cx23'), 'server_types', 'memory')).toEqual([
      64,
    ]);
    await expect(client.create({ server_type: 'cx21' })).resolves.toBeDefined();
    expect(() => state.catalogue.withdrawImage('ubuntu-1.0')).toThrow(RangeError);
  });

  it('that are shown as available may be sold out, and the other way round', async () => {
    const { client, emulator, state } = await startHetzner();
    state.catalogue.showAvailability('cx23', 'fsn1', false);
    await expect(client.create({ location: 'fsn1' })).resolves.toBeDefined();
    emulator.capacity.set({ type: 'cx33' }, 0);
    const [cx33] = typesIn(await client.get('/server_types?name=cx33'));
    expect(cx33?.locations[0]?.available).toBe(true);
    const answer = await client.send('POST', '/servers', {
      name: 'x',
      server_type: 'cx33',
      image: 'debian-12',
    });
    expect(answer.status).toBe(412);
  });

  it('that are deprecated can be had until their last day, and are then no longer listed', async () => {
    const { client, clock, state } = await startHetzner();
    for (const location of ['fsn1', 'nbg1', 'hel1']) {
      state.catalogue.deprecateServerType('cx23', location, {
        announced: '2025-12-01T00:00:00Z',
        unavailableAfter: '2026-01-02T00:00:00Z',
      });
    }
    const [cx23] = typesIn(await client.get('/server_types?name=cx23'));
    expect(cx23).toMatchObject({
      deprecated: true,
      deprecation: { unavailable_after: '2026-01-02T00:00:00Z' },
    });
    await expect(client.create()).resolves.toBeDefined();
    await clock.advance(86_400_000);
    expect(typesIn(await client.get('/server_types?name=cx23'))).toEqual([]);
    const late = { name: 'late', server_type: 'cx23', image: 'debian-12', location: 'fsn1' };
    expect(errorIn(await client.send('POST', '/servers', late)).message).toBe(
      'server type 114 is deprecated',
    );
  });

  it('come in pages, and sorted by id for those who ask', async () => {
    const { client } = await startHetzner();
    const page = await client.get('/server_types?per_page=10&page=3&sort=id:asc');
    expect(namesIn(page, 'server_types')).toEqual(['cpx62', 'cx23', 'cx33', 'cx43', 'cx53']);
    expect(errorIn(await client.get('/server_types?architecture=arm')).code).toBe('invalid_input');
    expect((await client.get('/server_types/114')).body).toMatchObject({
      server_type: { name: 'cx23' },
    });
    expect(errorIn(await client.get('/server_types/cx23')).code).toBe('invalid_input');
  });
});

describe('locations', () => {
  it('are six', async () => {
    const { client } = await startHetzner();
    const all = await client.get('/locations');
    expect(namesIn(all, 'locations')).toEqual(['fsn1', 'nbg1', 'hel1', 'ash', 'hil', 'sin']);
    expect(namesIn(all, 'locations', 'network_zone')).toEqual([
      'eu-central',
      'eu-central',
      'eu-central',
      'us-east',
      'us-west',
      'ap-southeast',
    ]);
    expect(namesIn(await client.get('/locations?name=hel1'), 'locations', 'id')).toEqual([3]);
    expect((await client.get('/locations/3')).body).toMatchObject({ location: { name: 'hel1' } });
    expect((await client.get('/locations/9')).status).toBe(404);
  });
});

describe('data centres', () => {
  it.each(['/datacenters', '/datacenters/1', '/datacenters?name=fsn1-dc14'])(
    'are gone: %s',
    async (path) => {
      const { client } = await startHetzner();
      expect(errorIn(await client.get(path))).toMatchObject({
        status: 410,
        code: 'deprecated_api_endpoint',
        details: { announcement: expect.stringContaining('datacenters') },
      });
    },
  );
});

describe('pricing', () => {
  it('has currency, VAT and every type', async () => {
    const { client } = await startHetzner();
    const { body } = await client.get('/pricing');
    expect(body).toMatchObject({ pricing: { currency: 'EUR', vat_rate: '19.000000' } });
    const { pricing } = v.parse(
      v.looseObject({ pricing: v.looseObject({ server_types: v.array(v.unknown()) }) }),
      body,
    );
    expect(pricing.server_types).toHaveLength(25);
  });
});
