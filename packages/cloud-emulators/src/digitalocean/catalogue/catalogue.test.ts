import { describe, expect, it } from 'vitest';
import { bodyOf, errorOf, startDigitalOcean } from '../testing/start-digitalocean.js';

interface Listed {
  slug: string;
  available: boolean;
  sizes: string[];
  regions: string[];
  price_hourly: number;
  price_monthly: number;
}

describe('sizes and regions', () => {
  it('say the same from both sides', async () => {
    const { client } = await startDigitalOcean();
    const { sizes, meta } = await bodyOf(client('GET', '/v2/sizes?per_page=200'));
    const { regions } = await bodyOf(client('GET', '/v2/regions?per_page=200'));
    expect(sizes).toHaveLength(meta.total);
    const open = new Map<string, Listed>(
      regions.filter(({ available }: Listed) => available).map((each: Listed) => [each.slug, each]),
    );
    for (const size of sizes as Listed[]) {
      for (const [slug, region] of open) {
        expect(region.sizes.includes(size.slug), `${size.slug} in ${slug}`).toBe(
          size.available && size.regions.includes(slug),
        );
      }
    }
  });

  it('have the sizes that Stagely starts from, with prices', async () => {
    const { client } = await startDigitalOcean();
    const { sizes } = await bodyOf(client('GET', '/v2/sizes?per_page=200'));
    const bySlug = new Map<string, Listed>(sizes.map((size: Listed) => [size.slug, size]));
    for (const slug of [
      's-2vcpu-4gb',
      's-2vcpu-4gb-intel',
      'c-4',
      'c-8',
      'c-4-intel',
      'c2-4vcpu-8gb',
    ]) {
      const size = bySlug.get(slug);
      expect(size?.available, slug).toBe(true);
      expect((size?.price_hourly ?? 0) * 672, slug).toBeCloseTo(size?.price_monthly ?? 0, -1);
    }
    expect(bySlug.get('s-2vcpu-4gb')?.regions).not.toContain('nyc3');
  });

  it('list regions that take no droplets, without sizes', async () => {
    const { client, state } = await startDigitalOcean();
    const nyc2 = async () => {
      const { regions } = await bodyOf(client('GET', '/v2/regions'));
      return regions.find(({ slug }: Listed) => slug === 'nyc2');
    };
    expect(await nyc2()).toMatchObject({ available: false, sizes: [] });
    state.regions.set('nyc2', { available: true });
    expect((await nyc2()).sizes).toContain('s-2vcpu-4gb-intel');
  });

  it('take additions, and refuse changes of what is not there', async () => {
    const { client, state } = await startDigitalOcean();
    state.regions.put({ slug: 'atl1', name: 'Atlanta 1', features: [], available: true });
    const size = state.sizes.get('c-4');
    if (size === undefined) throw new Error('c-4 is missing');
    state.sizes.put({ ...size, slug: 'c-4-new', regions: ['atl1'] });
    const { regions } = await bodyOf(client('GET', '/v2/regions'));
    expect(regions.at(-1)).toMatchObject({ slug: 'atl1', sizes: ['c-4-new'] });
    expect(() => state.regions.set('mars1', {})).toThrow('There is no region "mars1".');
    expect(() => state.sizes.set('c-5', {})).toThrow('There is no size "c-5".');
    expect(() => state.images.set(1, {})).toThrow('There is no image 1.');
  });

  it('are read in pages, like all lists', async () => {
    const { client, emulator } = await startDigitalOcean();
    const { sizes, links } = await bodyOf(client('GET', '/v2/sizes?per_page=7&page=2'));
    expect(sizes).toHaveLength(7);
    expect(links.pages.next).toBe(`${emulator.url}/v2/sizes?per_page=7&page=3`);
    expect((await client('GET', '/v2/sizes?per_page=0')).status).toBe(422);
    expect((await client('GET', '/v2/regions?available=true')).status).toBe(400);
  });
});

describe('images', () => {
  it('are found by slug and by id, private ones by id', async () => {
    const { client, state } = await startDigitalOcean();
    const { image } = await bodyOf(client('GET', '/v2/images/ubuntu-22-04-x64'));
    expect(await bodyOf(client('GET', `/v2/images/${image.id}`))).toEqual({ image });
    const own = state.images.add({ name: 'golden', regions: ['nyc3'] });
    expect(await bodyOf(client('GET', `/v2/images/${own.id}`))).toMatchObject({
      image: { name: 'golden', public: false, slug: null },
    });
    for (const reference of ['ubuntu-99', '1', 'golden']) {
      expect(await errorOf(client('GET', `/v2/images/${reference}`))).toMatchObject({
        status: 404,
      });
    }
    state.images.remove(own.id);
    expect((await client('GET', `/v2/images/${own.id}`)).status).toBe(404);
  });

  it('are filtered by type, by owner and by tag', async () => {
    const { client, state } = await startDigitalOcean();
    state.images.add({ name: 'golden', regions: ['nyc3'], tags: ['base'] });
    const list = async (query: string) => {
      const { images } = await bodyOf(client('GET', `/v2/images${query}`));
      return images.map(({ name }: { name: string }) => name);
    };
    expect(await list('?private=true')).toEqual(['golden']);
    expect(await list('?tag_name=base')).toEqual(['golden']);
    expect(await list('?type=application')).toEqual(['Docker on Ubuntu 22.04']);
    expect(await list('?type=distribution')).not.toContain('golden');
    expect(await list('?private=false')).toContain('golden');
    expect((await client('GET', '/v2/images?type=custom')).status).toBe(422);
    expect((await client('GET', '/v2/images?private=yes')).status).toBe(422);
  });
});
