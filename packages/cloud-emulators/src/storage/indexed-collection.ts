import type { Clock } from '@stagely/core/plugin';
import { DueQueue } from './due-queue.js';
import { type Ordered, OrderedIndex } from './ordered-index.js';

/** Options of an `IndexedCollection`. */
export interface IndexedCollectionOptions<Id extends string | number, T> {
  idOf: (item: T) => Id;
  /** What the item can be listed by, such as `tag:web` or `name:db`. Default: nothing. */
  keysOf?: ((item: T) => Iterable<string>) | undefined;
  clock: Clock;
  /** How long after its end an item may still be read as of an earlier time. Default: 0 milliseconds. */
  retainMs?: number | undefined;
}

/** Which items to read. */
export interface ReadSelection {
  /** Only items with this key. Keys are those of now, whatever `asOf` says. */
  key?: string | undefined;
  /** Shows the items that existed at this time. Default: now. */
  asOf?: number | undefined;
  /** Only items behind this cursor. */
  after?: number | undefined;
}

/** One item of a scan. */
export interface Scanned<T> {
  readonly item: T;
  /** Goes on behind this item when given as `after`, even if the item is gone by then. */
  readonly cursor: number;
}

/** A page of items, in the order of creation. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many items the selection holds, on this page and on all others. */
  readonly total: number;
}

interface Entry<T> extends Ordered {
  readonly item: T;
  keys: ReadonlySet<string>;
  goneAt: number;
}

/**
 * Items in the order of creation, by id and by keys. Reading a page costs what the page holds (and what
 * ended a moment ago), not what the collection holds.
 *
 * An item exists from `add` until the time given to `remove`, which may lie in the future: nothing has to
 * wake up for it.
 */
export class IndexedCollection<Id extends string | number, T> {
  readonly #options: IndexedCollectionOptions<Id, T>;
  readonly #byId = new Map<Id, Entry<T>>();
  readonly #all = new OrderedIndex<Entry<T>>();
  readonly #byKey = new Map<string, OrderedIndex<Entry<T>>>();
  readonly #ending = new DueQueue<Entry<T>>();
  #nextSequence = 1;
  #lastCreatedAt = Number.NEGATIVE_INFINITY;

  constructor(options: IndexedCollectionOptions<Id, T>) {
    this.#options = options;
  }

  /** @throws RangeError when the id is taken */
  add(item: T): void {
    this.#purge();
    const id = this.#options.idOf(item);
    if (this.#byId.has(id)) throw new RangeError(`There already is an item with the id ${id}.`);
    this.#lastCreatedAt = Math.max(this.#lastCreatedAt, this.#options.clock.now());
    const entry: Entry<T> = {
      item,
      sequence: this.#nextSequence++,
      createdAt: this.#lastCreatedAt,
      goneAt: Number.POSITIVE_INFINITY,
      keys: this.#keysOf(item),
    };
    this.#byId.set(id, entry);
    this.#all.insert(entry);
    for (const key of entry.keys) this.#index(key).insert(entry);
  }

  /** The item with an id, if it existed at `asOf` (default: now). */
  get(id: Id, asOf = this.#options.clock.now()): T | undefined {
    this.#purge();
    const entry = this.#byId.get(id);
    return entry && entry.createdAt <= asOf && asOf < entry.goneAt ? entry.item : undefined;
  }

  /** Brings the keys of an item up to date after a change. Unknown ids do nothing. */
  reindex(id: Id): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    const keys = this.#keysOf(entry.item);
    const old = entry.keys;
    entry.keys = keys;
    for (const key of old) if (!keys.has(key)) this.#unindex(key, new Set([entry]));
    for (const key of keys) if (!old.has(key)) this.#index(key).insert(entry);
  }

  /** Ends an item at a time (default: now); a second call moves the end. Unknown ids do nothing. */
  remove(id: Id, goneAt = this.#options.clock.now()): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    if (entry.goneAt !== Number.POSITIVE_INFINITY) this.#ending.delete(entry);
    entry.goneAt = goneAt;
    this.#ending.add(goneAt, entry);
  }

  /** How many items a selection holds, without reading them. */
  count(selection: ReadSelection = {}): number {
    const { index, asOf } = this.#select(selection);
    if (index === undefined) return 0;
    const end = index.countCreatedBy(asOf);
    const start = selection.after === undefined ? 0 : index.positionAfter(selection.after);
    const gone = this.#gonePositions(index, asOf).filter((at) => at >= start && at < end);
    return Math.max(0, end - start) - gone.length;
  }

  /** Up to `limit` items of a selection, leaving out the first `offset`. */
  page(selection: ReadSelection & { offset?: number; limit: number }): Page<T> {
    const { index, asOf } = this.#select(selection);
    const total = this.count(selection);
    const items: T[] = [];
    if (index === undefined) return { items, total };
    const start = selection.after === undefined ? 0 : index.positionAfter(selection.after);
    let position = start + (selection.offset ?? 0);
    for (const gone of this.#gonePositions(index, asOf)) {
      if (gone >= start && gone <= position) position += 1;
    }
    const end = index.countCreatedBy(asOf);
    for (; position < end && items.length < selection.limit; position++) {
      const entry = index.at(position);
      if (entry && asOf < entry.goneAt) items.push(entry.item);
    }
    return { items, total };
  }

  /** The items of a selection one by one; costs as much as is read of it. */
  *scan(selection: ReadSelection = {}): Generator<Scanned<T>, void, undefined> {
    const { index, asOf } = this.#select(selection);
    if (index === undefined) return;
    let cursor = selection.after ?? 0;
    for (;;) {
      const entry = index.at(index.positionAfter(cursor));
      if (entry === undefined || entry.createdAt > asOf) return;
      cursor = entry.sequence;
      if (asOf < entry.goneAt) yield { item: entry.item, cursor };
    }
  }

  #select(selection: ReadSelection) {
    this.#purge();
    const { key, asOf = this.#options.clock.now() } = selection;
    return { index: key === undefined ? this.#all : this.#byKey.get(key), asOf };
  }

  /** Upwards: where items stand that have ended but are kept for reads that lag. */
  #gonePositions(index: OrderedIndex<Entry<T>>, asOf: number): number[] {
    const positions = this.#ending.dueBy(asOf).flatMap(({ item }) => index.positionOf(item) ?? []);
    return positions.sort((a, b) => a - b);
  }

  #purge(): void {
    const due = this.#ending.takeDue(this.#options.clock.now() - (this.#options.retainMs ?? 0));
    if (due.length === 0) return;
    const entries = new Set(due.map(({ item }) => item));
    const byKey = new Map<string, Set<Entry<T>>>();
    for (const entry of entries) {
      this.#byId.delete(this.#options.idOf(entry.item));
      for (const key of entry.keys) {
        const sharing = byKey.get(key) ?? new Set();
        byKey.set(key, sharing.add(entry));
      }
    }
    this.#all.remove(entries);
    for (const [key, sharing] of byKey) this.#unindex(key, sharing);
  }

  #keysOf(item: T): ReadonlySet<string> {
    return new Set(this.#options.keysOf?.(item));
  }

  #index(key: string): OrderedIndex<Entry<T>> {
    const index = this.#byKey.get(key) ?? new OrderedIndex<Entry<T>>();
    this.#byKey.set(key, index);
    return index;
  }

  #unindex(key: string, entries: ReadonlySet<Entry<T>>): void {
    const index = this.#byKey.get(key);
    index?.remove(entries);
    if (index?.size === 0) this.#byKey.delete(key);
  }
}
