import { InstanceNotFoundError, type ProviderWarning, StagelyError } from '@stagely/core';
import type {
  Call,
  CreationCloud,
  InstanceMark,
  Launch,
  LaunchedInstance,
  ManagedInstance,
  SharedReads,
} from '@stagely/core/plugin';
import { LRUCache } from 'lru-cache';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { resolveSizes } from '../catalogue/resolve-sizes.js';
import { keyBucketTag, markTag } from '../droplets/droplet-marks.js';
import { toManagedInstance } from '../droplets/to-managed-instance.js';
import { listDroplets } from '../listing/list-droplets.js';
import type { DropletSpec } from '../parse-droplet-spec.js';
import { dropletWarnings } from './droplet-warnings.js';
import { KnownHashes } from './known-hashes.js';
import { toCreateRequest } from './to-create-request.js';

/** One way to make a droplet. */
export interface DropletPlan {
  readonly size: string;
}

export interface DropletCreationOptions {
  readonly client: DigitalOceanClient;
  readonly reads: SharedReads<Droplet>;
  readonly catalogue: Catalogue;
  readonly visibilityWindowMs: number;
  readonly endInstance: (instanceId: string, call: Call) => Promise<void>;
}

/** A droplet that was requested and has no address yet. */
interface LaunchedDroplet {
  readonly instance: ManagedInstance;
  /** The action that tells whether its creation succeeds. */
  readonly actionId: number;
}

/** How many are remembered; only those of the last two minutes matter. By size, so that none take no room. */
const REMEMBERED = { maxSize: 1_000, sizeCalculation: () => 1 };

/** What DigitalOcean brings to the creation of droplets. */
export class DropletCreation implements CreationCloud<DropletSpec, DropletPlan> {
  readonly visibilityWindowMs: number;
  readonly #options: DropletCreationOptions;
  /** The droplets of this process that are on their way, by their ids. */
  readonly #launched = new LRUCache<string, LaunchedDroplet>(REMEMBERED);
  readonly #hashes = new KnownHashes();

  constructor(options: DropletCreationOptions) {
    this.visibilityWindowMs = options.visibilityWindowMs;
    this.#options = options;
  }

  async findByKey(spec: DropletSpec, call: Call): Promise<readonly ManagedInstance[]> {
    const { idempotencyKeyHash, specHash } = spec;
    this.#hashes.noteSpec(specHash);
    const found: ManagedInstance[] = [];
    const bucket = keyBucketTag(idempotencyKeyHash);
    for await (const droplet of listDroplets(this.#options.client, bucket, call)) {
      const instance = this.#hashes.complete(toManagedInstance(droplet));
      const hasKey = instance.idempotencyKeyHash === idempotencyKeyHash;
      if (!hasKey || instance.state === 'terminated') continue;
      found.push(await this.#withEnd(droplet, instance, call));
    }
    return found;
  }

  async plan(spec: DropletSpec, call: Call): Promise<readonly DropletPlan[]> {
    const { size, region, options } = spec;
    const offer = await this.#options.catalogue.read(call);
    const wish = { size, region, instanceType: options.instanceType };
    return resolveSizes(wish, offer, call.operation).map((slug) => ({ size: slug }));
  }

  async launch(spec: DropletSpec, plan: DropletPlan, launch: Launch): Promise<LaunchedInstance> {
    this.#hashes.noteCreator(launch.creator);
    const request = toCreateRequest(spec, plan.size, launch);
    const { droplet, actionId } = await this.#options.client.createDroplet(request, launch);
    const instance = toManagedInstance(droplet);
    if (actionId !== undefined) this.#launched.set(instance.instanceId, { instance, actionId });
    return { instanceId: instance.instanceId, warnings: [] };
  }

  /** A droplet that is not found may be one whose creation has failed. */
  async readInstance(instanceId: string, call: Call): Promise<ManagedInstance> {
    let droplet: Droplet;
    try {
      droplet = await this.#options.reads.read(instanceId, call);
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
      const failed = await this.#readFailedCreation(instanceId, call);
      if (failed === undefined) throw error;
      return failed;
    }
    const instance = this.#hashes.complete(toManagedInstance(droplet));
    if (instance.publicIp !== undefined) this.#launched.delete(instanceId);
    return this.#withEnd(droplet, instance, call);
  }

  /** A tag changes nothing else, and no other change takes it away. There is one for each mark in an account. */
  async markInstance(
    instanceId: string,
    mark: InstanceMark,
    set: boolean,
    call: Call,
  ): Promise<void> {
    const { client } = this.#options;
    const tag = markTag(mark);
    if (!set) return client.untagDroplet(tag, instanceId, call);
    await client.createTag(tag, call);
    await client.tagDroplet(tag, instanceId, call);
  }

  endInstance(instanceId: string, call: Call): Promise<void> {
    return this.#options.endInstance(instanceId, call);
  }

  warningsFor(spec: DropletSpec, instance: ManagedInstance): readonly ProviderWarning[] {
    const hourlyPrice = this.#options.catalogue.hourlyPriceOf(instance.instanceType);
    return dropletWarnings(spec, instance, hourlyPrice);
  }

  /** What a droplet requested here would have been, where its action says that there will be none. */
  async #readFailedCreation(instanceId: string, call: Call): Promise<ManagedInstance | undefined> {
    const launched = this.#launched.get(instanceId);
    if (launched === undefined) return undefined;
    const { instance, actionId } = launched;
    const action = await tolerate(this.#options.client.readAction(actionId, call), call);
    if (action?.status !== 'errored') return undefined;
    this.#launched.delete(instanceId);
    const reason = `DigitalOcean could not create the droplet: its action ${actionId} has failed`;
    return { ...instance, state: 'terminated', ready: false, reason };
  }

  /**
   * A droplet that is being deleted looks as it did before, but for a lock, until it is gone: only its actions tell that
   * it must not be adopted.
   */
  async #withEnd(
    droplet: Droplet,
    instance: ManagedInstance,
    call: Call,
  ): Promise<ManagedInstance> {
    if (!droplet.locked || instance.state === 'pending') return instance;
    const reason = await this.#whyEnding(instance.instanceId, call);
    return reason === undefined
      ? instance
      : { ...instance, state: 'terminated', ready: false, reason };
  }

  async #whyEnding(instanceId: string, call: Call): Promise<string | undefined> {
    try {
      const actions = await this.#options.client.listActions(instanceId, call);
      const isEnding = actions.some(
        ({ type, status }) => type === 'destroy' && status !== 'errored',
      );
      return isEnding ? 'it is being deleted' : undefined;
    } catch (error) {
      if (error instanceof InstanceNotFoundError) return 'it has been deleted';
      throw error;
    }
  }
}

/** What a request comes to that only tells more: where it fails, the rest goes on without. */
async function tolerate<T>(work: Promise<T>, { signal }: Call): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted || !(error instanceof StagelyError)) throw error;
    return undefined;
  }
}
