import { IdSequence } from '../../random/id-sequence.js';
import { History } from '../../storage/history.js';
import { type Action, type DropletActionType, isInProgress } from '../actions/action.js';
import type { Actions } from '../actions/actions.js';
import { notFound, pendingEvent, unprocessable } from '../api-errors.js';
import type { DigitalOceanSettings } from '../digitalocean-settings.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Tags } from '../tags/tags.js';
import { type Droplet, type DropletFeatures, isLocked, statusOf } from './droplet.js';
import { DropletAddressSequence } from './droplet-addresses.js';
import { DropletStore } from './droplet-store.js';
import type { Places } from './find-places.js';
import { PlannedFailures } from './planned-failures.js';

/** Everything that a droplet needs to be made. */
export interface DropletBlueprint extends Pick<Places, 'size' | 'image'> {
  readonly name: string;
  readonly region: Places['regions'][number];
  readonly tags: readonly string[];
  readonly vpcUuid: string;
  readonly features: DropletFeatures;
  readonly userData?: string | undefined;
  readonly sshKeyIds?: readonly number[] | undefined;
}

/** What happens to droplets: each call is at the time of the clock and leaves the future in the records. */
export class Droplets {
  readonly store: DropletStore;
  readonly planned = new PlannedFailures();
  readonly #context: DigitalOceanContext;
  readonly #parts: { actions: Actions; tags: Tags; settings: DigitalOceanSettings };
  readonly #ids = new IdSequence(560_000_001);
  readonly #addresses = new DropletAddressSequence();

  constructor(
    context: DigitalOceanContext,
    parts: { actions: Actions; tags: Tags; settings: DigitalOceanSettings },
  ) {
    this.#context = context;
    this.#parts = parts;
    this.store = new DropletStore(context);
  }

  /** Begins the creation of a droplet, which ends with an active droplet or, if planned, with none. */
  create(blueprint: DropletBlueprint): { droplet: Droplet; action: Action } {
    const { clock, drawTiming } = this.#context;
    const activeMs = drawTiming('activeMs');
    const privateAddressAt = clock.now() + activeMs + drawTiming('privateAddressMs');
    const publicAddressAt = privateAddressAt + drawTiming('publicAddressMs');
    const times = { activeAt: clock.now() + activeMs, privateAddressAt, publicAddressAt };
    const droplet = this.#add(blueprint, { createdAt: clock.now(), ...times });
    const fails = this.planned.take('creation');
    const action = this.#begin(droplet, 'create', activeMs, fails);
    if (fails) this.store.end(droplet, action.endsAt);
    return { droplet, action };
  }

  /** Adds a droplet that is active and has its addresses, as if it had been made at a time in the past. */
  plant(blueprint: DropletBlueprint, createdAt: number): Droplet {
    const now = this.#context.clock.now();
    const times = { activeAt: now, privateAddressAt: now, publicAddressAt: now };
    return this.#add(blueprint, { createdAt, ...times });
  }

  /** @throws ApiError 404 when there is none, as of now */
  get(id: number): Droplet {
    const droplet = this.store.get(id);
    if (droplet === undefined) throw notFound();
    return droplet;
  }

  /** @throws ApiError 422 when an event is under way */
  destroy(droplet: Droplet): void {
    this.refuseDuringEvent(droplet, this.#parts.settings.deletionDuringEvent);
    if (this.planned.take('deletion')) return;
    const now = this.#context.clock.now();
    for (const event of droplet.events.filter((each) => isInProgress(each, now))) {
      event.endsAt = now;
      event.outcome = 'errored';
    }
    const { endsAt } = this.#begin(
      droplet,
      'destroy',
      this.#context.drawTiming('deletedMs'),
      false,
    );
    this.store.end(droplet, endsAt);
  }

  /** @throws ApiError 422 when an event is under way or the droplet is not in the right state */
  act(droplet: Droplet, type: DropletActionType, newName: string | undefined): Action {
    this.refuseDuringEvent(droplet, 'refuse');
    const now = this.#context.clock.now();
    const isOff = statusOf(droplet, now) === 'off';
    if (type === 'power_on' && !isOff) throw unprocessable('Droplet is already powered on.');
    if (type === 'power_off' && isOff) throw unprocessable('Droplet is already powered off.');
    if (['shutdown', 'reboot', 'power_cycle'].includes(type) && isOff) {
      throw unprocessable('Droplet is currently off. Please power it on to run this event.');
    }
    const fails = this.planned.take('action');
    const action = this.#begin(droplet, type, this.#context.drawTiming('actionMs'), fails);
    if (fails) return action;
    if (type === 'power_on') droplet.power.set(action.endsAt, 'on');
    if (type === 'power_off' || type === 'shutdown') droplet.power.set(action.endsAt, 'off');
    if (type === 'rename' && newName !== undefined) {
      droplet.name.set(now, newName);
      this.store.reindex(droplet);
    }
    return action;
  }

  /** Replaces the tags of a droplet. */
  setTags(droplet: Droplet, tags: readonly string[]): void {
    droplet.tags.set(this.#context.clock.now(), tags);
    this.store.reindex(droplet);
  }

  /**
   * Refuses what cannot go on beside another event. A deletion that may do so anyway still has to respect a
   * lock and another deletion.
   *
   * @throws ApiError 422
   */
  refuseDuringEvent(droplet: Droplet, rule: DigitalOceanSettings['deletionDuringEvent']): void {
    const now = this.#context.clock.now();
    const isEnding = droplet.events.some(
      (event) => event.type === 'destroy' && isInProgress(event, now),
    );
    const isHeld = isEnding || droplet.lock.current;
    if (rule === 'refuse' ? isLocked(droplet, now) : isHeld) throw pendingEvent();
  }

  #add(
    { name, tags, userData, sshKeyIds = [], ...blueprint }: DropletBlueprint,
    times: Pick<Droplet, 'createdAt' | 'activeAt' | 'privateAddressAt' | 'publicAddressAt'>,
  ): Droplet {
    const now = this.#context.clock.now();
    const id = this.#ids.next();
    const used = tags.map((tag) => this.#parts.tags.use(tag));
    for (const tag of new Set(used)) tag.taggedDroplets.push(id);
    const droplet: Droplet = {
      ...blueprint,
      ...times,
      id,
      userData,
      sshKeyIds,
      addresses: this.#addresses.next(id),
      name: new History(now, name),
      tags: new History<readonly string[]>(now, [...new Set(used.map((tag) => tag.name))]),
      power: new History<'on' | 'off'>(now, 'on'),
      lock: new History(now, false),
      events: [],
      goneAt: undefined,
    };
    this.store.add(droplet);
    return droplet;
  }

  #begin(droplet: Droplet, type: Action['type'], durationMs: number, fails: boolean): Action {
    const action = this.#parts.actions.begin({
      type,
      dropletId: droplet.id,
      region: droplet.region.slug,
      outcome: fails ? 'errored' : 'completed',
      durationMs,
    });
    droplet.events.push(action);
    return action;
  }
}
