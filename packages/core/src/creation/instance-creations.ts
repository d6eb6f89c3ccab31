import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock/clock.js';
import type { CallOptions } from '../contract/call-options.js';
import type { CreatedInstance } from '../contract/created-instance.js';
import type { BackoffOptions } from '../plugin/backoff.js';
import { abortedError, type Operation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { SharedCalls } from '../plugin/shared-calls.js';
import { asAborted } from './as-aborted.js';
import { Creation } from './creation.js';
import type { CreationCloud } from './creation-cloud.js';
import { CreationContext } from './creation-context.js';

/** How a provider creates machines. */
export interface InstanceCreationsOptions {
  /** The provider's name. */
  readonly provider: string;
  readonly clock: Clock;
  /** How long to wait for the address, in milliseconds. Default: 120,000. */
  readonly addressTimeoutMs?: number | undefined;
  /** How long to try to end a machine that a creation must not leave behind, in milliseconds. Default: 60,000. */
  readonly cleanupTimeoutMs?: number | undefined;
  /**
   * How long to go on looking for the machine of a create request without an answer while the look-ups fail, in
   * milliseconds, after reads have had the time to show it. Default: 10,000.
   */
  readonly lookUpTimeoutMs?: number | undefined;
  /** Between reads. Default: 1 s, growing to 5 s. */
  readonly backoff?: Partial<BackoffOptions> | undefined;
}

/** What every error of a creation carries. */
export type CreationOperation = Operation & {
  readonly operation: 'createInstance';
  readonly idempotencyKey: string;
  readonly outcome: 'no-instance';
};

/**
 * How many machines it remembers having returned, and having given up. By size, because a cache with `max` takes the room
 * for all of them at once, and an application may have a provider for each of its users.
 */
const REMEMBERED = { maxSize: 10_000, sizeCalculation: () => 1 };

/**
 * Creates machines on a cloud: at most one live machine for a key, across processes and crashes, and none that nobody
 * knows of. What it does, in order:
 *
 * 1. It looks the key up. A machine that is there is adopted; one that is stopped or past its lease is ended instead.
 * 2. It requests a machine, plan by plan. The request is never cut; an answer that is lost is settled by a look-up.
 * 3. It waits for the address.
 * 4. It looks the key up again, once reads must show what a concurrent call has made: the earliest machine stays, and
 *    each call ends its own other one.
 *
 * Whatever fails after the machine exists ends it, verified, before the promise rejects; a machine that was adopted, or of
 * which that cannot be told, is left alone, and the error says so.
 */
export class InstanceCreations<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  /** Which object this is, as it stands on the machines that it requests: 12 hexadecimal digits. */
  readonly creator = randomBytes(6).toString('hex');
  readonly #cloud: CreationCloud<Spec, Plan>;
  readonly #options: InstanceCreationsOptions;
  readonly #calls = new SharedCalls<CreatedInstance>();
  /** Machines that callers have: a later answer or look-up that names one has found it, not made it. */
  readonly #returned = new LRUCache<string, true>(REMEMBERED);
  /** Machines that could not be ended: a request to do so may still be on its way. */
  readonly #givenUp = new LRUCache<string, true>(REMEMBERED);
  readonly #endings = new LRUCache<string, number>(REMEMBERED);

  constructor(cloud: CreationCloud<Spec, Plan>, options: InstanceCreationsOptions) {
    this.#cloud = cloud;
    this.#options = options;
  }

  /** What every error of a creation carries, for the checks before it begins. */
  operationOf({ idempotencyKey }: Pick<Spec, 'idempotencyKey'>): CreationOperation {
    const { provider } = this.#options;
    return { provider, operation: 'createInstance', idempotencyKey, outcome: 'no-instance' };
  }

  /**
   * Creates a machine, or finds the one that has the key. Calls with one key and one spec share one creation, which is
   * cut when all of them are aborted.
   *
   * @throws what the contract says of `createInstance`
   */
  async create(spec: Spec, { signal }: CallOptions = {}): Promise<CreatedInstance> {
    const operation = this.operationOf(spec);
    const { value, gaveUp } = await this.#calls
      .run(`${spec.idempotencyKeyHash} ${spec.specHash}`, signal, (shared) =>
        this.#create(spec, operation, shared),
      )
      .catch((error: unknown) => {
        throw signal?.aborted ? asAborted(error, operation, signal) : error;
      });
    if (!gaveUp) return value;
    const { instanceId } = value;
    throw abortedError({ ...operation, outcome: 'instance-exists', instanceId }, signal);
  }

  async #create(
    spec: Spec,
    operation: CreationOperation,
    signal: AbortSignal,
  ): Promise<CreatedInstance> {
    const context = new CreationContext(this.#cloud, {
      ...this.#options,
      spec,
      operation,
      signal,
      creator: this.creator,
      isReturned: (instanceId) => this.#returned.has(instanceId),
      isGivenUp: (instanceId) => this.#givenUp.has(instanceId),
      giveUp: (instanceId) => this.#givenUp.set(instanceId, true),
      endings: this.#endings,
    });
    const created = await new Creation(context).run();
    this.#returned.set(created.instanceId, true);
    return created;
  }
}
