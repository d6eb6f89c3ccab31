import { randomUUID } from 'node:crypto';
import {
  type CallOptions,
  type CloudProvider,
  type CreatedInstance,
  hashIdempotencyKey,
  type InstanceFilter,
  InstanceNotFoundError,
  type InstanceSpec,
  type InstanceState,
  type ListedInstance,
  StagelyError,
} from '@stagely/core';
import type { Clock } from '@stagely/core/plugin';
import type { CheckedHarness } from './check-harness.js';
import { expectThat, Finding } from './expect-that.js';
import type { Observer } from './observer.js';
import { printValue } from './print-value.js';
import { readState } from './read-state.js';
import { settle } from './settle.js';

/** Between two reads of something that is not visible yet, in milliseconds. */
const READ_INTERVAL = 1_000;

/** What a case works with. It knows every machine that the case may have made. */
export class CaseContext {
  readonly harness: CheckedHarness;
  readonly observer: Observer;
  readonly clock: Clock;
  /** On every machine of the case. */
  readonly tags: Readonly<Record<string, string>>;
  readonly #providers: CloudProvider[] = [];
  readonly #creations: Promise<void>[] = [];
  readonly #instanceIds = new Set<string>();
  readonly #keyHashes = new Set<string>();
  readonly #liveBefore: number;

  constructor(
    harness: CheckedHarness,
    observer: Observer,
    tags: Readonly<Record<string, string>>,
    liveBefore: number,
  ) {
    this.harness = harness;
    this.observer = observer;
    this.clock = harness.clock;
    this.tags = tags;
    this.#liveBefore = liveBefore;
  }

  /** The providers made so far, the first one first. */
  get providers(): readonly CloudProvider[] {
    return this.#providers;
  }

  /** Makes a provider, by default of the credentials that work. */
  async openProvider(credentials = this.harness.credentials): Promise<CloudProvider> {
    const { plugin, createProvider } = this.harness;
    const checked = await plugin.credentials['~standard'].validate(credentials);
    if (checked.issues) {
      throw new Finding(
        `the plugin's schema refused the credentials: ${checked.issues.map(({ message }) => message).join('; ')}`,
      );
    }
    const { context } = this.observer;
    const provider = createProvider
      ? await createProvider(checked.value, context)
      : await plugin.createProvider(checked.value, context);
    this.#providers.push(provider);
    return provider;
  }

  /** A small machine that belongs to this case. */
  spec(fields: Partial<InstanceSpec> = {}): InstanceSpec {
    return {
      size: 'small',
      architecture: 'amd64',
      ...fields,
      tags: { ...this.tags, ...fields.tags },
    };
  }

  /** An idempotency key that nobody has used. */
  newKey(): string {
    return `conformance-${randomUUID()}`;
  }

  /** Creates a machine and remembers it, whatever becomes of the call. */
  async create(
    provider: CloudProvider,
    spec: InstanceSpec,
    options?: CallOptions,
  ): Promise<CreatedInstance> {
    if (spec.idempotencyKey !== undefined) {
      this.#keyHashes.add(hashIdempotencyKey(spec.idempotencyKey));
    }
    const created = await this.track(() => provider.createInstance(spec, options));
    expectThat(
      typeof created?.instanceId === 'string',
      `createInstance resolved with ${printValue(created)}, which has no instanceId`,
    );
    return created;
  }

  /** Remembers the machine of a call that may create one. */
  track<T>(call: () => Promise<T>): Promise<T> {
    const creation = begin(call);
    const remember = (instanceId: unknown) => {
      if (typeof instanceId === 'string') this.#instanceIds.add(instanceId);
    };
    this.#creations.push(
      creation.then(
        (created) => remember(Reflect.get(Object(created), 'instanceId')),
        (error) => remember(error instanceof StagelyError && Reflect.get(error, 'instanceId')),
      ),
    );
    return creation;
  }

  /** Resolves when every creation has come to its end. */
  async creationsSettled(): Promise<number> {
    await Promise.all(this.#creations);
    return this.#creations.length;
  }

  /** Lists to the end. */
  async list(
    provider: CloudProvider,
    filter?: InstanceFilter,
    options?: CallOptions,
  ): Promise<ListedInstance[]> {
    const listed: ListedInstance[] = [];
    for await (const instance of provider.listInstances(filter, options)) listed.push(instance);
    return listed;
  }

  /**
   * The machines of this case that a filter lets through, told by id, tag or key, so that a provider that
   * loses one of these is still seen through.
   */
  async listOwn(provider: CloudProvider, filter?: InstanceFilter): Promise<ListedInstance[]> {
    const tags = Object.entries(this.tags);
    return (await this.list(provider, filter)).filter(
      (instance) =>
        this.#instanceIds.has(instance.instanceId) ||
        this.#keyHashes.has(instance.idempotencyKeyHash ?? '') ||
        tags.every(([key, value]) => instance.tags?.[key] === value),
    );
  }

  /** The ids of all machines that calls of this case have told of. */
  get instanceIds(): readonly string[] {
    return [...this.#instanceIds];
  }

  /** Waits until reads show what has been done so far. */
  async untilVisible(): Promise<void> {
    const { visibilityWindowMs } = this.harness.properties;
    if (visibilityWindowMs > 0) await this.clock.sleep(visibilityWindowMs);
  }

  /**
   * Reads until the answer is the expected one, for as long as reads may lag behind; then returns the last
   * answer. A machine that is not found may not be visible yet.
   */
  async eventually<T>(read: () => Promise<T>, expected: (answer: T) => boolean): Promise<T> {
    const deadline = this.clock.now() + this.harness.properties.visibilityWindowMs;
    for (;;) {
      const settled = await settle(read);
      const left = deadline - this.clock.now();
      const unknown = !settled.resolved && settled.error instanceof InstanceNotFoundError;
      if (settled.resolved && (expected(settled.value) || left <= 0)) return settled.value;
      if (!settled.resolved && (!unknown || left <= 0)) throw settled.error;
      await this.clock.sleep(Math.min(left, READ_INTERVAL));
    }
  }

  /** The listing of one machine of this case, once it is visible. */
  async findListed(provider: CloudProvider, instanceId: string): Promise<ListedInstance> {
    const listed = await this.eventually(
      () => this.listOwn(provider),
      (found) => found.some((instance) => instance.instanceId === instanceId),
    );
    const found = listed.find((instance) => instance.instanceId === instanceId);
    if (found === undefined)
      throw new Finding(`listInstances does not show ${instanceId}, which is live`);
    return found;
  }

  /** Goes on only when this case has so many live machines; `when` says after what. */
  async expectLive(provider: CloudProvider, expected: number, when: string): Promise<void> {
    const live = await this.#countLive(provider);
    expectThat(live === expected, `${live} live machines ${when}, not ${expected}`);
  }

  /** Goes on only when a machine has ended. */
  async expectEnded(provider: CloudProvider, instanceId: string, when: string): Promise<void> {
    const state = await this.eventually(
      () => readState(provider, instanceId),
      (read) => read === 'terminated',
    );
    expectThat(state === 'terminated', `${instanceId} is ${state} ${when}, not ended`);
  }

  /** Goes on only when a machine lives. */
  async expectAlive(provider: CloudProvider, instanceId: string, when: string): Promise<void> {
    const alive = (state: InstanceState) => state !== 'terminated';
    const state = await this.eventually(() => readState(provider, instanceId), alive);
    expectThat(alive(state), `${instanceId} has ended ${when}`);
  }

  async #countLive(provider: CloudProvider): Promise<number> {
    const { countLiveInstances } = this.harness;
    if (countLiveInstances) return (await countLiveInstances()) - this.#liveBefore;
    await this.untilVisible();
    const listed = await this.listOwn(provider);
    return listed.filter(({ state }) => state !== 'terminated').length;
  }
}

/** Calls at once; what is thrown is a rejection too. */
async function begin<T>(call: () => Promise<T>): Promise<T> {
  return call();
}
