import type { Clock } from '@stagely/core/plugin';
import { IdSequence } from '../../random/id-sequence.js';
import { IndexedCollection, type Page } from '../../storage/indexed-collection.js';
import { newestFirst } from '../requests/pages-of-collections.js';
import type { PageRequest } from '../requests/read-page.js';
import type { Action } from './action.js';

/** Everything that has happened to the account's droplets. */
export class Actions {
  readonly #clock: Clock;
  readonly #actions: IndexedCollection<number, Action>;
  readonly #ids = new IdSequence(2_800_000_001);

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#actions = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: ({ dropletId }) => [String(dropletId)],
      clock,
    });
  }

  /** Begins an action that ends at a time. */
  begin({
    durationMs,
    ...action
  }: Omit<Action, 'id' | 'startedAt' | 'endsAt'> & { durationMs: number }): Action {
    const startedAt = this.#clock.now();
    const begun = { ...action, id: this.#ids.next(), startedAt, endsAt: startedAt + durationMs };
    this.#actions.add(begun);
    return begun;
  }

  get(id: number, asOf: number): Action | undefined {
    return this.#actions.get(id, asOf);
  }

  /** The newest first. */
  page(asOf: number, page: PageRequest): Page<Action> {
    return newestFirst(this.#actions, { asOf }, page);
  }

  /** Those of one droplet, the newest first. */
  pageOfDroplet(dropletId: number, asOf: number, page: PageRequest): Page<Action> {
    return newestFirst(this.#actions, { key: String(dropletId), asOf }, page);
  }
}
