import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { backoffDelay } from '../plugin/backoff.js';
import type { Operation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import type { AddressWait } from './await-address.js';
import type { CreationContext } from './creation-context.js';
import { endRivals } from './end-rivals.js';
import { isUsable } from './is-usable.js';
import type { MadeInstance } from './launching.js';
import type { ManagedInstance } from './managed-instance.js';
import { orderInstances } from './order-instances.js';
import { refuseOtherSpec } from './refuse-other-spec.js';

/** A machine that has the key, as far as it is known. */
export type Holder = Pick<ManagedInstance, 'instanceId' | 'specHash' | 'adopted' | 'abandoned'>;

/** Takes a machine that is there already. It stays whatever happens, because another caller has it. */
export class Adoption<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly #context: CreationContext<Spec, Plan>;
  readonly #holder: Holder;
  readonly #operation: Operation;
  /** All that has the key, as it was seen last. */
  #found: readonly ManagedInstance[];

  constructor(
    context: CreationContext<Spec, Plan>,
    holder: Holder,
    found: readonly ManagedInstance[] = [],
  ) {
    const { instanceId } = holder;
    this.#context = context;
    this.#holder = holder;
    this.#found = found;
    this.#operation = { ...context.operation, outcome: 'instance-exists', instanceId };
  }

  /**
   * Waits until the machine has an address. The last read is made when reads must show what happened before the first,
   * such as its end, and before the claim, such as that its maker gave it up; and what requests of this creation that were
   * not answered in time have made.
   *
   * @returns `undefined` when it is not the one to return
   * @throws IdempotencyConflictError when it has another spec
   */
  async run(): Promise<MadeInstance | undefined> {
    const { cloud, clock, spec, operation, unansweredUntil } = this.#context;
    const { instanceId } = this.#holder;
    const beganAt = clock.now();
    const claimedAt = await this.#claim();
    let wait = await this.#context.awaitAddress(instanceId, this.#operation);
    if (claimedAt === 'gone') {
      // Whether it has ended is for the read to say, not for one refusal; without the mark it is not to be had.
      if (!('reachable' in wait)) this.#context.rememberEnd(instanceId);
      return undefined;
    }
    const isSure =
      cloud.visibilityWindowMs === 0 && claimedAt === undefined && unansweredUntil === 0;
    if ('reachable' in wait && !isSure) {
      const lookAt = this.#context.orderIsKnownAt(Math.max(claimedAt ?? beganAt, unansweredUntil));
      await this.#context.sleep(lookAt - clock.now(), this.#operation);
      if (await this.#isSecond()) return undefined;
      wait = await this.#awaitDecision(claimedAt !== undefined);
    }
    if (!('reachable' in wait)) {
      if (wait.ended?.state !== 'stopped') this.#context.rememberEnd(instanceId);
      return undefined;
    }
    if (!isUsable(wait.reachable, clock.now())) return undefined;
    // Its mark was undone by another change, and its maker does not know of this call: all over again.
    if (claimedAt !== undefined && !wait.reachable.adopted) return undefined;
    refuseOtherSpec(wait.reachable, spec.specHash, operation);
    const warnings = await endRivals(this.#context, this.#rivals());
    this.#context.throwIfAborted(this.#operation);
    return { instance: wait.reachable, warnings };
  }

  /**
   * Other machines with the key: those that requests of this process have made and nobody has got, and those so old that
   * the calls that made them cannot be about to end or to return them.
   */
  #rivals(): readonly ManagedInstance[] {
    const { clock, decisionTimeMs } = this.#context;
    const oldest = clock.now() - decisionTimeMs;
    const isOld = ({ launchedAt }: ManagedInstance) =>
      launchedAt !== undefined && launchedAt.getTime() < oldest;
    return this.#context
      .living(this.#found)
      .filter(({ instanceId }) => instanceId !== this.#holder.instanceId)
      .filter((instance) => this.#context.isOwn(instance) || isOld(instance));
  }

  /**
   * Says on the machine that this call takes it, so that the call that has made it leaves it alone.
   *
   * @returns when, in milliseconds since the epoch; `undefined` where that is not needed; `gone` for a machine that is
   * not found when it must be
   */
  async #claim(): Promise<number | 'gone' | undefined> {
    const { cloud, clock, spec } = this.#context;
    const { instanceId, specHash, adopted, abandoned } = this.#holder;
    if (cloud.markInstance === undefined || specHash !== spec.specHash) return undefined;
    // Who adopted it before has seen to it that its maker leaves it alone.
    if (adopted && !abandoned) return undefined;
    const operation = this.#operation;
    const unknownUntil = clock.now() + cloud.visibilityWindowMs;
    return this.#context.persist('its mark of adoption', operation, async (signal) => {
      const askedAt = clock.now();
      try {
        await cloud.markInstance?.(instanceId, 'adopted', true, { operation, signal });
        return clock.now();
      } catch (error) {
        if (!(error instanceof InstanceNotFoundError)) throw error;
        // It may not be visible everywhere yet, and without the mark its maker would not know of this call.
        return askedAt >= unknownUntil ? 'gone' : undefined;
      }
    });
  }

  /**
   * Whether another machine with the key was launched before. Whether it is of use does not count, as it does not for the
   * makers of both, who must agree; what is of no use is ended in the next round.
   */
  async #isSecond(): Promise<boolean> {
    this.#found = await this.#context.findByKeyPatiently(this.#operation);
    const [first] = orderInstances(this.#context.living(this.#found));
    return first !== undefined && first.instanceId !== this.#holder.instanceId;
  }

  /** Reads the machine again while the call that has made it may be ending it. */
  async #awaitDecision(isClaimed: boolean): Promise<AddressWait> {
    const { clock, cloud, cleanupTimeoutMs, backoff } = this.#context;
    const decidedAt = clock.now() + cleanupTimeoutMs + cloud.visibilityWindowMs;
    for (let attempt = 1; ; attempt++) {
      const wait = await this.#context.awaitAddress(this.#holder.instanceId, this.#operation);
      if (!('reachable' in wait) || !wait.reachable.abandoned) return wait;
      if (clock.now() >= decidedAt) {
        if (isClaimed) await this.#unmark();
        return wait;
      }
      await this.#context.sleep(backoffDelay(attempt, backoff), this.#operation);
    }
  }

  /** The maker is gone, because nobody may take longer to end a machine: nobody else need wait for it. */
  async #unmark(): Promise<void> {
    const { cloud, signal } = this.#context;
    const call = { operation: this.#operation, signal };
    await cloud
      .markInstance?.(this.#holder.instanceId, 'abandoned', false, call)
      .catch(() => undefined);
  }
}
