import { VirtualClock } from '@stagely/core/plugin';
import { beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../random/random.js';
import { IndexedCollection } from './indexed-collection.js';

interface Machine {
  id: number;
  tags: string[];
}

const ids = (items: Iterable<Machine>) => Array.from(items, ({ id }) => id);

describe('IndexedCollection', () => {
  let clock: VirtualClock;
  let machines: IndexedCollection<number, Machine>;

  const fill = (count: number, tagsOf: (id: number) => string[] = () => []) => {
    for (let id = 1; id <= count; id++) machines.add({ id, tags: tagsOf(id) });
  };

  beforeEach(() => {
    clock = new VirtualClock();
    machines = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: ({ tags }) => tags.map((tag) => `tag:${tag}`),
      clock,
      retainMs: 1000,
    });
  });

  it('pages through everything in the order of creation', () => {
    fill(7);
    expect(machines.page({ limit: 3 })).toMatchObject({
      total: 7,
      items: [{ id: 1 }, { id: 2 }, { id: 3 }],
    });
    expect(ids(machines.page({ offset: 6, limit: 3 }).items)).toEqual([7]);
    expect(machines.page({ offset: 9, limit: 3 })).toEqual({ total: 7, items: [] });
  });

  it('lists by key, and nothing for a key that nothing has', () => {
    fill(6, (id) => [id % 2 ? 'odd' : 'even']);
    expect(ids(machines.page({ key: 'tag:odd', offset: 1, limit: 5 }).items)).toEqual([3, 5]);
    expect(machines.count({ key: 'tag:even' })).toBe(3);
    expect(machines.page({ key: 'tag:prime', limit: 5 })).toEqual({ total: 0, items: [] });
    expect([...machines.scan({ key: 'tag:prime' })]).toEqual([]);
  });

  it('follows changed keys and keeps the order of creation', () => {
    fill(3, () => ['web']);
    const second = machines.get(2);
    second?.tags.splice(0, 1, 'db');
    machines.reindex(2);
    expect(ids(machines.page({ key: 'tag:web', limit: 9 }).items)).toEqual([1, 3]);
    second?.tags.push('web');
    machines.reindex(2);
    expect(ids(machines.page({ key: 'tag:web', limit: 9 }).items)).toEqual([1, 2, 3]);
    machines.reindex(99);
  });

  it('refuses an id that is taken', () => {
    fill(1);
    expect(() => machines.add({ id: 1, tags: [] })).toThrow(RangeError);
  });

  it('ends an item at a time in the future without a timer', async () => {
    fill(2);
    machines.remove(1, clock.now() + 500);
    expect(machines.get(1)).toBeDefined();
    await clock.advance(499);
    expect(machines.count()).toBe(2);
    await clock.advance(1);
    expect(machines.get(1)).toBeUndefined();
    expect(ids(machines.page({ limit: 9 }).items)).toEqual([2]);
    expect(machines.count()).toBe(1);
    machines.remove(99);
  });

  it('moves the end when removed again', async () => {
    fill(1);
    machines.remove(1, clock.now() + 500);
    machines.remove(1, clock.now() + 800);
    await clock.advance(600);
    expect(machines.count()).toBe(1);
    await clock.advance(200);
    expect(machines.count()).toBe(0);
  });

  it('shows an earlier time: without what is new and with what has ended since', async () => {
    fill(3);
    await clock.advance(400);
    machines.remove(2);
    machines.add({ id: 4, tags: [] });
    const before = clock.now() - 300;
    expect(ids(machines.page({ limit: 9, asOf: before }).items)).toEqual([1, 2, 3]);
    expect(machines.count({ asOf: before })).toBe(3);
    expect(machines.get(4, before)).toBeUndefined();
    expect(machines.get(2, before)).toBeDefined();
    expect(ids(machines.page({ limit: 9 }).items)).toEqual([1, 3, 4]);
    await clock.advance(1000);
    expect(machines.get(2, before)).toBeUndefined();
  });

  it('goes on behind a cursor even when the item of the cursor is gone', async () => {
    fill(5);
    const [first, second] = machines.scan();
    expect(first?.item.id).toBe(1);
    machines.remove(2);
    await clock.advance(2000);
    expect(ids(machines.page({ after: second?.cursor ?? 0, limit: 2 }).items)).toEqual([3, 4]);
    expect(machines.count({ after: second?.cursor ?? 0 })).toBe(3);
    expect(
      Array.from(machines.scan({ after: second?.cursor ?? 0 }), ({ item }) => item.id),
    ).toEqual([3, 4, 5]);
  });

  it('stays correct when items end while they are scanned', () => {
    fill(4);
    const seen: number[] = [];
    for (const { item } of machines.scan()) {
      seen.push(item.id);
      machines.remove(item.id + 1);
    }
    expect(seen).toEqual([1, 3]);
  });

  it('agrees with a plain filter over any course of events', async () => {
    const random = new Random('course');
    const plain: { id: number; tag: string; createdAt: number; goneAt: number }[] = [];
    for (let step = 1; step <= 1500; step++) {
      await clock.advance(random.integer(0, 60));
      const victim = plain[random.integer(0, plain.length * 2)];
      if (victim && victim.goneAt === Infinity) {
        victim.goneAt = clock.now() + random.integer(0, 300);
        machines.remove(victim.id, victim.goneAt);
      }
      const tag = `t${random.integer(1, 3)}`;
      plain.push({ id: step, tag, createdAt: clock.now(), goneAt: Infinity });
      machines.add({ id: step, tags: [tag] });

      const asOf = clock.now() - random.integer(0, 1000);
      const key = random.chance(0.5) ? `t${random.integer(1, 3)}` : undefined;
      const offset = random.integer(0, 40);
      const expected = plain.filter(
        (one) => one.createdAt <= asOf && asOf < one.goneAt && (!key || one.tag === key),
      );
      const page = machines.page({ key: key && `tag:${key}`, asOf, offset, limit: 10 });
      expect(page.total).toBe(expected.length);
      expect(ids(page.items)).toEqual(expected.slice(offset, offset + 10).map(({ id }) => id));
    }
  });
});
