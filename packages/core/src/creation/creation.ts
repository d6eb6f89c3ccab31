import type { Clock } from '../clock/clock.js';
import type { CreatedInstance } from '../contract/created-instance.js';
import type { ProviderWarning } from '../contract/provider-warning.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { ProviderError } from '../errors/provider-error.js';
import { withFate } from '../errors/with-fate.js';
import { type BackoffOptions, backoffDelay } from '../plugin/backoff.js';
import { abortedError, describeOperation, type Operation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { poll } from '../plugin/poll.js';
import { asAborted } from './as-aborted.js';
import { type AddressWait, awaitAddress, type ReachableInstance } from './await-address.js';
import type { CreationCloud, LaunchedInstance } from './creation-cloud.js';
import type { CreationOperation, InstanceCreationsOptions } from './instance-creations.js';
import { isUsable } from './is-usable.js';
import type { ManagedInstance } from './managed-instance.js';
import { orderInstances } from './order-instances.js';
import { refuseOtherSpec } from './refuse-other-spec.js';
import { releaseInstance } from './release-instance.js';
import { requestInstance } from './request-instance.js';
import { toCreatedInstance } from './to-created-instance.js';

/** How many machines with the key may come and go before a creation gives up. */
const MAX_ROUNDS = 20;

/** What one creation works with. */
export interface CreationContext<Spec> extends InstanceCreationsOptions {
  readonly spec: Spec;
  readonly operation: CreationOperation;
  /** Aborted when nobody wants the machine any more. */
  readonly signal: AbortSignal;
  readonly creator: string;
  /** Whether a caller of this process already has the machine. */
  readonly isReturned: (instanceId: string) => boolean;
}

/** One creation, from the first look-up to a machine with an address. */
export class Creation<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly #cloud: CreationCloud<Spec, Plan>;
  readonly #context: CreationContext<Spec>;
  readonly #spec: Spec;
  readonly #operation: CreationOperation;
  readonly #signal: AbortSignal;
  readonly #clock: Clock;
  readonly #backoff: BackoffOptions;
  readonly #cleanupTimeoutMs: number;
  /** Machines known to have ended, which lists may show for a while. */
  readonly #ended = new Set<string>();

  constructor(cloud: CreationCloud<Spec, Plan>, context: CreationContext<Spec>) {
    this.#cloud = cloud;
    this.#context = context;
    this.#spec = context.spec;
    this.#operation = context.operation;
    this.#signal = context.signal;
    this.#clock = context.clock;
    this.#backoff = { minDelayMs: 1_000, maxDelayMs: 5_000, ...context.backoff };
    this.#cleanupTimeoutMs = context.cleanupTimeoutMs ?? 60_000;
  }

  /** Again and again, because what was found may end, and what was requested may lose a race. */
  async run(): Promise<CreatedInstance> {
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      this.#throwIfAborted();
      const holder = await this.#findHolder();
      const created =
        holder === undefined ? await this.#launch() : await this.#adopt(holder.instanceId);
      if (created !== undefined) return created;
      await this.#sleep(backoffDelay(round, this.#backoff), this.#operation);
    }
    throw new NetworkFailureError(
      `${describeOperation(this.#operation)} failed: every machine with the key ended while it was waited for. Try again, and see what ends them.`,
      this.#operation,
    );
  }

  /** The machine that has the key. Those that are of no more use are ended; a key that was just made has none. */
  async #findHolder(): Promise<ManagedInstance | undefined> {
    if (!this.#spec.idempotencyKeyGiven) return undefined;
    const found = await this.#findByKey(this.#operation);
    for (const { instanceId, ...instance } of found) {
      if (isUsable(instance, this.#clock.now())) continue;
      const operation = { ...this.#operation, instanceId };
      await this.#cloud.endInstance(instanceId, { operation, signal: this.#signal });
      this.#ended.add(instanceId);
    }
    return this.#usable(found)[0];
  }

  /**
   * Waits until a machine that is there has an address. It stays whatever happens, because another caller has it.
   * The last read is made when reads must show what happened before the first, such as its end.
   *
   * @returns `undefined` when it is not the one to return
   */
  async #adopt(instanceId: string): Promise<CreatedInstance | undefined> {
    const operation = { ...this.#operation, outcome: 'instance-exists', instanceId } as const;
    const settledAt = this.#clock.now() + this.#cloud.visibilityWindowMs;
    let wait = await this.#awaitAddress(instanceId, operation);
    if (this.#cloud.visibilityWindowMs > 0 && 'reachable' in wait) {
      await this.#sleep(settledAt - this.#clock.now(), operation);
      const [first] = this.#usable(await this.#tryFindByKey(operation));
      if (first !== undefined && first.instanceId !== instanceId) return undefined;
      wait = await this.#awaitAddress(instanceId, operation);
    }
    if (!('reachable' in wait)) {
      if (wait.ended?.state !== 'stopped') this.#ended.add(instanceId);
      return undefined;
    }
    if (!isUsable(wait.reachable, this.#clock.now())) return undefined;
    refuseOtherSpec(wait.reachable, this.#spec.specHash, this.#operation);
    return this.#finish(wait.reachable, { reused: true, warnings: [] });
  }

  /**
   * Requests a machine and sees it through.
   *
   * @returns `undefined` when another call was faster
   */
  async #launch(): Promise<CreatedInstance | undefined> {
    const backoff = this.#backoff;
    const launched = await requestInstance(this.#cloud, { ...this.#context, backoff });
    if (launched === undefined) return undefined;
    const { instanceId } = launched;
    if (this.#context.isReturned(instanceId)) return this.#adopt(instanceId);
    try {
      const settledAt = this.#clock.now() + this.#cloud.visibilityWindowMs;
      const own = await this.#seeThrough(launched);
      const losers = own && (await this.#findLosers(own, settledAt));
      if (own === undefined || losers === undefined) {
        await this.#release(instanceId);
        return undefined;
      }
      const warnings = [...launched.warnings, ...(await this.#endLosers(losers))];
      this.#throwIfAborted();
      return this.#finish(own, { reused: false, warnings });
    } catch (error) {
      throw await this.#afterFailure(error, instanceId);
    }
  }

  /**
   * Waits for the address of a machine that was just requested.
   *
   * @returns `undefined` when it has ended because another machine with the key stays
   */
  async #seeThrough(launched: LaunchedInstance): Promise<ReachableInstance | undefined> {
    const { instanceId } = launched;
    const operation = { ...this.#operation, instanceId };
    this.#throwIfAborted();
    await this.#cloud.confirmLaunch?.(launched, { operation, signal: this.#signal });
    const wait = await this.#awaitAddress(instanceId, operation);
    if ('reachable' in wait) return wait.reachable;
    if (await this.#hasLost(instanceId)) return undefined;
    throw this.#endedError(instanceId, wait.ended);
  }

  /** Whether the key is another machine's: who keeps it ends the others. */
  async #hasLost(instanceId: string): Promise<boolean> {
    if (!this.#racesMatter()) return false;
    const found = await this.#tryFindByKey(this.#operation);
    return this.#usable(found).some((other) => other.instanceId !== instanceId);
  }

  /**
   * Looks for the machines of concurrent calls once reads must show them.
   *
   * @returns the machines that must give way to the own one; `undefined` when the own one must
   */
  async #findLosers(
    own: ReachableInstance,
    settledAt: number,
  ): Promise<readonly ManagedInstance[] | undefined> {
    if (!this.#racesMatter()) return [];
    await this.#sleep(settledAt - this.#clock.now(), this.#operation);
    const found = await this.#tryFindByKey(this.#operation);
    // A list may not show the own machine yet.
    const others = found.filter(({ instanceId }) => instanceId !== own.instanceId);
    const [first, ...losers] = orderInstances([own, ...this.#usable(others)]);
    return first === own ? losers : undefined;
  }

  #racesMatter(): boolean {
    return this.#spec.idempotencyKeyGiven && !this.#cloud.refusesSecondWithKey;
  }

  /** Ends the machines that have lost a race; their callers, where they live, do the same. */
  async #endLosers(losers: readonly ManagedInstance[]): Promise<readonly ProviderWarning[]> {
    const warnings = await Promise.all(
      losers.map(async ({ instanceId }): Promise<readonly ProviderWarning[]> => {
        if ((await this.#tryRelease(instanceId)) === undefined) return [];
        const message = `The machine ${instanceId}, made by another call with the same key, could not be ended. End it with terminateInstance().`;
        return [{ code: 'cleanup_failed', message }];
      }),
    );
    return warnings.flat();
  }

  async #release(instanceId: string): Promise<void> {
    const failure = await this.#tryRelease(instanceId);
    if (failure !== undefined) throw failure;
  }

  async #tryRelease(instanceId: string): Promise<unknown> {
    const failure = await releaseInstance(this.#cloud, instanceId, this.#operation, {
      clock: this.#clock,
      timeoutMs: this.#cleanupTimeoutMs,
      backoff: this.#backoff,
    });
    if (failure === undefined) this.#ended.add(instanceId);
    return failure;
  }

  /** Ends the machine of a creation that failed; the result is the error, with what became of the machine. */
  async #afterFailure(thrown: unknown, instanceId: string): Promise<unknown> {
    const error = this.#signal.aborted ? asAborted(thrown, this.#operation, this.#signal) : thrown;
    const failure = await this.#tryRelease(instanceId);
    if (!(error instanceof ProviderError)) return error;
    const { idempotencyKey } = this.#operation;
    if (failure === undefined) {
      return withFate(error, { outcome: 'no-instance', instanceId, idempotencyKey });
    }
    return withFate(
      error,
      { outcome: 'instance-exists', instanceId, idempotencyKey },
      `The machine ${instanceId} exists, because it could not be ended: use the same key again, or end it with terminateInstance().`,
    );
  }

  #finish(
    instance: ReachableInstance,
    { reused, warnings }: { reused: boolean; warnings: readonly ProviderWarning[] },
  ): CreatedInstance {
    const all = [...warnings, ...this.#cloud.warningsFor(this.#spec, instance)];
    return toCreatedInstance(instance, this.#spec, { reused, warnings: all });
  }

  #endedError(instanceId: string, ended: ManagedInstance | undefined): Error {
    const operation = { ...this.#operation, instanceId };
    const explained = ended && this.#cloud.explainEnd?.(ended, operation);
    if (explained !== undefined) return explained;
    const what = ended === undefined ? 'vanished' : ended.state === 'stopped' ? 'stopped' : 'ended';
    const why = ended?.reason === undefined ? '' : ` (${ended.reason})`;
    return new CapacityUnavailableError(
      `${describeOperation(operation)} failed: the machine ${what} before it had an address${why}. Try again.`,
      operation,
    );
  }

  #awaitAddress(instanceId: string, operation: Operation): Promise<AddressWait> {
    const { addressTimeoutMs = 120_000 } = this.#context;
    const call = { operation, signal: this.#signal };
    return awaitAddress(call, {
      clock: this.#clock,
      timeoutMs: addressTimeoutMs,
      backoff: this.#backoff,
      unknownUntil: this.#clock.now() + this.#cloud.visibilityWindowMs,
      read: (reading) => this.#cloud.readInstance(instanceId, reading),
    });
  }

  #findByKey(operation: Operation): Promise<readonly ManagedInstance[]> {
    return this.#cloud.findByKey(this.#spec, { operation, signal: this.#signal });
  }

  /** Looks the key up once a machine is known: throttling, 5xx and dropped connections are waited out. */
  #tryFindByKey(operation: Operation): Promise<readonly ManagedInstance[]> {
    return poll(async () => this.#findByKey(operation), {
      clock: this.#clock,
      operation,
      timeoutMs: this.#cleanupTimeoutMs,
      signal: this.#signal,
      backoff: this.#backoff,
      awaiting: 'a look-up of its key',
    });
  }

  /** The machines that may be returned, the one that keeps the key first. */
  #usable(instances: readonly ManagedInstance[]): readonly ManagedInstance[] {
    const now = this.#clock.now();
    return orderInstances(
      instances.filter(
        (instance) => isUsable(instance, now) && !this.#ended.has(instance.instanceId),
      ),
    );
  }

  async #sleep(ms: number, operation: Operation): Promise<void> {
    if (ms > 0) await this.#clock.sleep(ms, this.#signal).catch(() => undefined);
    if (this.#signal.aborted) throw abortedError(operation, this.#signal);
  }

  #throwIfAborted(): void {
    if (this.#signal.aborted) throw abortedError(this.#operation, this.#signal);
  }
}
