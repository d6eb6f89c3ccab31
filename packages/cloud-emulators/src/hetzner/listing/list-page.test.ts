import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { IndexedCollection } from '../../storage/indexed-collection.js';
import { allOf, hasKey, type ListCriteria, satisfies } from './list-criteria.js';
import { listPage } from './list-page.js';

interface Item {
  readonly id: number;
  readonly color: string;
}

/** Ten thousand items, every tenth red, one gold. */
function createList() {
  const clock = new VirtualClock();
  const collection = new IndexedCollection<number, Item>({
    idOf: ({ id }) => id,
    keysOf: ({ color }) => [`color:${color}`, 'any'],
    clock,
  });
  const colorOf = (id: number) => (id === 5000 ? 'gold' : id % 10 === 0 ? 'red' : 'blue');
  for (let id = 1; id <= 10_000; id++) collection.add({ id, color: colorOf(id) });
  let tried = 0;
  const color = (wanted: string): ListCriteria<Item> =>
    hasKey(`color:${wanted}`, (item) => {
      tried += 1;
      return item.color === wanted;
    });
  const list = (criteria: readonly ListCriteria<Item>[], sort: string[] = [], page = 2) =>
    listPage(collection, {
      criteria: allOf(criteria),
      page: { page, perPage: 3 },
      sort: sort.map((field) => ({
        field: field.replace('-', ''),
        descending: field.startsWith('-'),
      })),
      sortValues: { id: ({ id }) => id, color: (item) => item.color },
      asOf: clock.now(),
      now: clock.now(),
    });
  const ids = (...request: Parameters<typeof list>) => list(...request).items.map(({ id }) => id);
  return { list, ids, color, tried: () => tried };
}

describe('a page of ten thousand items', () => {
  it('is read without looking at any other item, by no key or one, both ways', () => {
    const { list, ids, color, tried } = createList();
    expect(ids([])).toEqual([4, 5, 6]);
    expect(ids([], ['-id'])).toEqual([9997, 9996, 9995]);
    expect(ids([color('red')])).toEqual([40, 50, 60]);
    expect(ids([color('red')], ['-id'], 333)).toEqual([30, 20, 10]);
    expect(ids([], ['-id'], 3334)).toEqual([1]);
    expect(ids([color('red')], ['-id'], 334)).toEqual([]);
    expect(list([color('red')]).total).toBe(999);
    expect(tried()).toBe(0);
  });

  it('is found among the fewest by several keys', () => {
    const { ids, color, tried } = createList();
    const any = hasKey<Item>('any', () => true);
    expect(ids([any, color('gold')], [], 1)).toEqual([5000]);
    expect(tried()).toBe(1);
  });

  it('is filtered and sorted as it was asked for', () => {
    const { list, ids, color } = createList();
    const large = satisfies<Item>(({ id }) => id > 9980);
    expect(ids([color('red'), large], [], 1)).toEqual([9990, 10_000]);
    expect(list([large]).total).toBe(20);
    expect(ids([large], ['-color', '-id'], 1)).toEqual([10_000, 9990, 9999]);
    expect(ids([color('green')])).toEqual([]);
  });
});
