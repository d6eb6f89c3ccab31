import { type Filter, matchesAll } from '../filters/filters.js';
import type { Positioned } from '../operations/pages.js';
import type { Instance } from './instance.js';
import {
  clientTokenKey,
  type InstanceStore,
  stateKey,
  tagKey,
  tagValueKey,
} from './instance-store.js';

/** Which instances to read. */
export interface InstanceSelection {
  readonly filters: readonly Filter<Instance>[];
  /** The time to show, and whether it is now. */
  readonly asOf: number;
  readonly isCurrent: boolean;
  /** Only those behind this cursor. */
  readonly after: number;
}

/** The instances that fit all filters, in the order of launch; reads little more than these. */
export function* selectInstances(
  store: InstanceStore,
  { filters, asOf, isCurrent, after }: InstanceSelection,
): Generator<Positioned<Instance>, void, undefined> {
  // The store's keys are those of now, so a read of an earlier time goes through everything.
  const keys = isCurrent ? cheapestKeys(store, filters) : undefined;
  const scans = keys
    ? keys.map((key) => store.scan({ key, after, asOf }))
    : [store.scan({ after, asOf })];
  for (const found of inOrder(scans)) {
    if (matchesAll(filters, found.item, asOf)) yield found;
  }
}

/** The keys of the one filter that leaves the fewest instances. */
function cheapestKeys(
  store: InstanceStore,
  filters: readonly Filter<Instance>[],
): readonly string[] | undefined {
  const plans = filters.flatMap(({ name, exactValues }) => {
    const keys = exactValues && keysOf(name, exactValues);
    if (keys === undefined) return [];
    return [{ keys, cost: keys.reduce((sum, key) => sum + store.count(key), 0) }];
  });
  plans.sort((a, b) => a.cost - b.cost);
  return plans[0]?.keys;
}

function keysOf(filter: string, values: readonly string[]): string[] | undefined {
  if (filter === 'instance-state-name') return values.map(stateKey);
  if (filter === 'client-token') return values.map(clientTokenKey);
  if (filter === 'tag-key') return values.map(tagKey);
  if (!filter.startsWith('tag:')) return undefined;
  const key = filter.slice('tag:'.length);
  return values.map((value) => tagValueKey(key, value));
}

/** Merges scans, each in the order of launch, into one, and leaves out what comes twice. */
function* inOrder(
  scans: readonly Iterator<Positioned<Instance>, void>[],
): Generator<Positioned<Instance>, void, undefined> {
  const heads = scans.map((scan) => ({ scan, head: scan.next() }));
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    let first: Positioned<Instance> | undefined;
    for (const { head } of heads) {
      if (!head.done && (first === undefined || head.value.cursor < first.cursor)) {
        first = head.value;
      }
    }
    if (first === undefined) return;
    for (const entry of heads) {
      if (!entry.head.done && entry.head.value.cursor === first.cursor) {
        entry.head = entry.scan.next();
      }
    }
    if (first.cursor > last) yield first;
    last = first.cursor;
  }
}
