import { describe, expect, it } from 'vitest';
import { bodyOf, errorOf, startDigitalOcean } from '../testing/start-digitalocean.js';

const names = ({ droplets }: { droplets: { name: string }[] }) => droplets.map(({ name }) => name);

async function startWithDroplets(count: number) {
  const started = await startDigitalOcean({ rateLimits: false });
  for (let index = 1; index <= count; index++) {
    started.state.droplets.plant({
      name: `Web-${index}`,
      tags: [index % 2 ? 'odd' : 'even', ...(index % 100 ? [] : ['rare'])],
    });
  }
  return started;
}

describe('listing droplets', () => {
  it('gives 20 a page, the oldest first, with full links to the other pages', async () => {
    const { client, emulator } = await startWithDroplets(45);
    const page = (number: number) => `${emulator.url}/v2/droplets?page=${number}`;
    const first = await bodyOf(client('GET', '/v2/droplets'));
    expect(names(first)).toHaveLength(20);
    expect(names(first)[0]).toBe('Web-1');
    expect(first.meta).toEqual({ total: 45 });
    expect(first.links).toEqual({ pages: { next: page(2), last: page(3) } });
    const second = await bodyOf(client('GET', '/v2/droplets?page=2'));
    expect(second.links).toEqual({
      pages: { first: page(1), prev: page(1), next: page(3), last: page(3) },
    });
    const third = await bodyOf(client('GET', '/v2/droplets?page=3'));
    expect(names(third)).toEqual(['Web-41', 'Web-42', 'Web-43', 'Web-44', 'Web-45']);
    expect(third.links).toEqual({ pages: { first: page(1), prev: page(2) } });
  });

  it('has no links when everything fits', async () => {
    const { client } = await startWithDroplets(20);
    expect(await bodyOf(client('GET', '/v2/droplets'))).toMatchObject({
      links: {},
      meta: { total: 20 },
    });
    const { links } = await bodyOf(client('GET', '/v2/droplets?per_page=200'));
    expect(links).toEqual({});
  });

  it('keeps the parameters in the links, and they can be followed to the end', async () => {
    const { client } = await startWithDroplets(30);
    const seen: string[] = [];
    let next: string | undefined = '/v2/droplets?tag_name=odd&per_page=4';
    while (next !== undefined) {
      const body: { droplets: { name: string }[]; links: { pages?: { next?: string } } } =
        await bodyOf(client('GET', next));
      seen.push(...names(body));
      next = body.links.pages?.next;
    }
    expect(seen).toHaveLength(15);
    expect(new Set(seen).size).toBe(15);
  });

  it('is empty beyond the last page', async () => {
    const { client } = await startWithDroplets(3);
    expect(await bodyOf(client('GET', '/v2/droplets?page=7'))).toMatchObject({
      droplets: [],
      meta: { total: 3 },
    });
  });

  it('filters by tag in its canonical spelling', async () => {
    const { client } = await startWithDroplets(4);
    const list = async (tag: string) =>
      names(await bodyOf(client('GET', `/v2/droplets?tag_name=${tag}`)));
    expect(await list('even')).toEqual(['Web-2', 'Web-4']);
    expect(await list('EVEN')).toEqual([]);
    expect(await list('unheard-of')).toEqual([]);
  });

  it('filters by the exact name in any spelling', async () => {
    const { client, state } = await startWithDroplets(12);
    state.droplets.plant({ name: 'web-1' });
    const list = async (name: string) =>
      names(await bodyOf(client('GET', `/v2/droplets?name=${name}`)));
    expect(await list('wEB-1')).toEqual(['Web-1', 'web-1']);
    expect(await list('web')).toEqual([]);
  });

  it('lists GPU droplets apart', async () => {
    const { client, state } = await startWithDroplets(1);
    state.droplets.plant({ name: 'gpu', size: 'gpu-h100x1-80gb', region: 'tor1', tags: ['odd'] });
    const list = async (query: string) =>
      names(await bodyOf(client('GET', `/v2/droplets${query}`)));
    expect(await list('')).toEqual(['Web-1']);
    expect(await list('?type=droplets')).toEqual(['Web-1']);
    expect(await list('?type=gpus')).toEqual(['gpu']);
    expect(await list('?type=gpus&name=gpu')).toEqual(['gpu']);
    expect(await list('?name=gpu')).toEqual([]);
    expect(await list('?tag_name=odd')).toEqual(['Web-1', 'gpu']);
  });

  it.each<[string, number]>([
    ['page=0', 422],
    ['page=-1', 422],
    ['page=x', 422],
    ['page=1.5', 422],
    ['page=99999999999999999999', 422],
    ['per_page=0', 422],
    ['per_page=201', 422],
    ['per_page=ten', 422],
    ['page=1&page=2', 422],
    ['type=cpu', 422],
    ['tag_name=odd&name=web', 422],
    ['tag_name=odd&type=gpus', 422],
    ['tag=odd', 400],
    ['status=active', 400],
  ])('answers ?%s with %d', async (query, status) => {
    const { client } = await startWithDroplets(1);
    expect(await errorOf(client('GET', `/v2/droplets?${query}`))).toMatchObject({ status });
  });

  it('pages through 10,000 droplets, also by tag and by name', async () => {
    const { client } = await startWithDroplets(10_000);
    const last = await bodyOf(client('GET', '/v2/droplets?page=50&per_page=200'));
    expect([names(last).length, names(last).at(-1)]).toEqual([200, 'Web-10000']);
    const rare = await bodyOf(client('GET', '/v2/droplets?tag_name=rare&per_page=10&page=10'));
    expect([names(rare)[9], rare.meta.total]).toEqual(['Web-10000', 100]);
    expect(names(await bodyOf(client('GET', '/v2/droplets?name=web-9999')))).toEqual(['Web-9999']);
  });

  it('answers HEAD as GET without the body', async () => {
    const { client, emulator } = await startWithDroplets(1);
    const answer = await client('HEAD', '/v2/droplets');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(emulator.requests.all()[0]?.operation).toBe('GET /v2/droplets');
  });
});
