import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { type Filter, readFilters } from '../filters/filters.js';
import { instanceFilters } from '../filters/instance-filters.js';
import { takePage } from '../operations/pages.js';
import { createInstanceMaker } from '../testing/make-instance.js';
import type { Instance } from './instance.js';
import { InstanceStore } from './instance-store.js';
import { selectInstances } from './select-instances.js';

const MACHINES = 10_000;

/** Ten thousand machines, of which every hundredth is of the team and still pending. */
function fillStore() {
  const clock = new VirtualClock();
  const store = new InstanceStore({ clock, maximumLagMs: 0, terminatedVisibleMs: 0 });
  const make = createInstanceMaker();
  for (let number = 0; number < MACHINES; number++) {
    const rare = number % 100 === 0;
    store.add(
      make({
        number,
        launchedAt: clock.now(),
        clientToken: `token-${number}`,
        tags: { managed: 'yes', ...(rare && { team: 'rare' }) },
        runningMs: rare ? 60_000 : 0,
      }),
    );
  }
  return { clock, store };
}

/** Takes a page, and counts how many machines had to be looked at for it. */
function read(given: Record<string, string[]>, asOfLagMs = 0) {
  const { clock, store } = fillStore();
  let looks = 0;
  const filters = readFilters(
    Object.entries(given).map(([Name, Value]) => ({ Name, Value })),
    instanceFilters,
  ).map(
    (filter): Filter<Instance> => ({
      ...filter,
      matches: (instance, asOf) => {
        looks += 1;
        return filter.matches(instance, asOf);
      },
    }),
  );
  const asOf = clock.now() - asOfLagMs;
  const page = takePage('DescribeInstances', { MaxResults: 25 }, (cursor) =>
    selectInstances(store, { filters, asOf, isCurrent: asOfLagMs === 0, after: cursor }),
  );
  return { ids: page.items.map(({ id }) => Number.parseInt(id.slice(2), 16)), looks };
}

const firstHundreds = Array.from({ length: 25 }, (_, index) => index * 100);

describe('a page of many machines', () => {
  it.each<[filters: Record<string, string[]>]>([
    [{ 'tag:team': ['rare'] }],
    [{ 'tag-key': ['team'] }],
    [{ 'instance-state-name': ['pending', 'stopped'] }],
    [{ 'tag:managed': ['yes'], 'tag:team': ['rare'] }],
    [{ 'tag:team': ['rare'], 'instance-state-name': ['pending', 'running'] }],
  ])('by %j reads little more than it shows', (filters) => {
    const { ids, looks } = read(filters);
    expect(ids).toEqual(firstHundreds);
    expect(looks).toBeLessThanOrEqual(26 * Object.keys(filters).length);
  });

  it('by client token reads those with the token', () => {
    const { ids, looks } = read({ 'client-token': ['token-9000', 'token-17'] });
    expect(ids).toEqual([17, 9000]);
    expect(looks).toBe(2);
  });

  it('by values that nothing has reads nothing', () => {
    const { ids, looks } = read({ 'tag:team': ['none'], 'instance-state-name': ['running'] });
    expect(ids).toEqual([]);
    expect(looks).toBe(0);
  });

  it('with wildcards reads on until the page is full', () => {
    expect(read({ 'tag:team': ['r*'] }).ids).toEqual(firstHundreds);
    expect(read({ 'tag:managed': ['y*'] }).looks).toBeLessThanOrEqual(26);
  });

  it('of an earlier time shows nothing of what came later', () => {
    expect(read({ 'tag:team': ['rare'] }, 1).ids).toEqual([]);
  });
});

describe('the store of instances', () => {
  it('moves an instance from state to state as time goes on', async () => {
    const { clock, store } = fillStore();
    expect(store.count('state pending')).toBe(100);
    expect(store.usage).toMatchObject({ instances: MACHINES, vcpus: { 'on-demand': 20_000 } });
    await clock.advance(60_000);
    expect(store.count('state pending')).toBe(0);
    expect(store.count('state running')).toBe(MACHINES);
  });
});
