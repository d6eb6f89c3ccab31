import type { BackoffOptions } from '../plugin/backoff.js';
import { abortedError, type Operation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { poll } from '../plugin/poll.js';
import { type AddressWait, awaitAddress } from './await-address.js';
import type { Call, CreationCloud } from './creation-cloud.js';
import type { CreationOperation, InstanceCreationsOptions } from './instance-creations.js';
import { isUsable } from './is-usable.js';
import type { ManagedInstance } from './managed-instance.js';
import { orderInstances } from './order-instances.js';

export interface CreationContextOptions<Spec> extends InstanceCreationsOptions {
  readonly spec: Spec;
  readonly operation: CreationOperation;
  readonly signal: AbortSignal;
  readonly creator: string;
  readonly isReturned: (instanceId: string) => boolean;
  readonly isGivenUp: (instanceId: string) => boolean;
  readonly giveUp: (instanceId: string) => void;
  readonly endings: Endings;
}

/** Machines known to have ended, and until when reads may show them as they were, in milliseconds since the epoch. */
export interface Endings {
  get(instanceId: string): number | undefined;
  set(instanceId: string, shownUntil: number): unknown;
}

/** What the parts of one creation share: its request, its limits, its signal, and what it knows of machines. */
export class CreationContext<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly cloud: CreationCloud<Spec, Plan>;
  readonly spec: Spec;
  readonly operation: CreationOperation;
  /** Aborted when nobody wants the machine any more. */
  readonly signal: AbortSignal;
  readonly creator: string;
  readonly clock: InstanceCreationsOptions['clock'];
  readonly backoff: BackoffOptions;
  readonly addressTimeoutMs: number;
  readonly cleanupTimeoutMs: number;
  readonly lookUpTimeoutMs: number;
  /** Whether a caller of this process already has the machine. */
  readonly isReturned: (instanceId: string) => boolean;
  /** Whether a request of this process to end the machine may still be carried out, although nobody has seen its end. */
  readonly isGivenUp: (instanceId: string) => boolean;
  readonly giveUp: (instanceId: string) => void;
  /** Whether a create request that timed out may still be carried out. */
  mayStillLaunch = false;
  /** Until when a create request whose answer did not come in time is reckoned with, in milliseconds since the epoch. */
  unansweredUntil = 0;
  readonly #endings: Endings;

  constructor(cloud: CreationCloud<Spec, Plan>, options: CreationContextOptions<Spec>) {
    this.cloud = cloud;
    this.spec = options.spec;
    this.operation = options.operation;
    this.signal = options.signal;
    this.creator = options.creator;
    this.clock = options.clock;
    this.backoff = { minDelayMs: 1_000, maxDelayMs: 5_000, ...options.backoff };
    this.addressTimeoutMs = options.addressTimeoutMs ?? 120_000;
    this.cleanupTimeoutMs = Math.max(
      options.cleanupTimeoutMs ?? 60_000,
      leastCleanupMs(cloud.visibilityWindowMs),
    );
    this.lookUpTimeoutMs = options.lookUpTimeoutMs ?? 10_000;
    this.isReturned = options.isReturned;
    this.isGivenUp = options.isGivenUp;
    this.giveUp = options.giveUp;
    this.#endings = options.endings;
  }

  findByKey(
    operation: Operation = this.operation,
    signal = this.signal,
  ): Promise<readonly ManagedInstance[]> {
    return this.cloud.findByKey(this.spec, { operation, signal });
  }

  /** Looks the key up once a machine is known, and so does not give up at once. */
  findByKeyPatiently(operation: Operation): Promise<readonly ManagedInstance[]> {
    return this.persist('a look-up of its key', operation, (cut) => this.findByKey(operation, cut));
  }

  /** The machines that may be returned, the one that keeps the key first. */
  usable(instances: readonly ManagedInstance[]): readonly ManagedInstance[] {
    const now = this.clock.now();
    return orderInstances(
      instances.filter((instance) => isUsable(instance, now) && !this.#hasEnded(instance)),
    );
  }

  /** The machines that have not ended, whether or not they may be returned. */
  living(instances: readonly ManagedInstance[]): readonly ManagedInstance[] {
    return instances.filter(
      (instance) => instance.state !== 'terminated' && !this.#hasEnded(instance),
    );
  }

  /**
   * Whether a request of this process has made the machine for this spec, and no caller has got it. A call with the key and
   * another spec may be under way in this process as well.
   */
  isOwn({ instanceId, creator, specHash }: ManagedInstance): boolean {
    if (creator !== this.creator || specHash !== this.spec.specHash) return false;
    return !this.isReturned(instanceId);
  }

  /** A machine that reads show for longer than they may lag lives after all: the cloud has not told the truth of it. */
  rememberEnd(instanceId: string): void {
    this.#endings.set(instanceId, this.clock.now() + this.cloud.visibilityWindowMs);
  }

  #hasEnded({ instanceId }: ManagedInstance): boolean {
    return this.clock.now() <= (this.#endings.get(instanceId) ?? Number.NEGATIVE_INFINITY);
  }

  /**
   * When a look-up shows every machine that goes before one that was there at a time: those that were launched before
   * it, and those whose launch is rounded to the same time. Both in milliseconds since the epoch.
   */
  orderIsKnownAt(thereAt: number): number {
    const { visibilityWindowMs, refusesSecondWithKey, launchTimeResolutionMs } = this.cloud;
    const sameTimeMs = refusesSecondWithKey ? 0 : (launchTimeResolutionMs ?? 1_000);
    return thereAt + sameTimeMs + visibilityWindowMs;
  }

  /** How old a machine must be that its maker has decided whether to keep it, in milliseconds. */
  get decisionTimeMs(): number {
    return 2 * this.addressTimeoutMs + 6 * this.cleanupTimeoutMs + this.cloud.visibilityWindowMs;
  }

  /** Whether a machine keeps the key, by a look-up that shows all that is there when it is called. */
  async keepsKey(instanceId: string, { operation, signal }: Call): Promise<boolean> {
    await this.clock.sleep(this.cloud.visibilityWindowMs, signal);
    const found = await this.cloud.findByKey(this.spec, { operation, signal });
    const [first] = orderInstances(this.living(found));
    return first === undefined || first.instanceId === instanceId;
  }

  awaitAddress(instanceId: string, operation: Operation): Promise<AddressWait> {
    return awaitAddress(
      { operation, signal: this.signal },
      {
        clock: this.clock,
        timeoutMs: this.addressTimeoutMs,
        backoff: this.backoff,
        unknownUntil: this.clock.now() + this.cloud.visibilityWindowMs,
        read: (call) => this.cloud.readInstance(instanceId, call),
      },
    );
  }

  /** Waits throttling, 5xx and dropped connections out. */
  persist<T>(
    awaiting: string,
    operation: Operation,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { clock, signal, backoff, cleanupTimeoutMs: timeoutMs } = this;
    return poll(work, { clock, operation, timeoutMs, signal, backoff, awaiting });
  }

  /** @throws OperationAbortedError */
  async sleep(ms: number, operation: Operation): Promise<void> {
    if (ms > 0) await this.clock.sleep(ms, this.signal).catch(() => undefined);
    this.throwIfAborted(operation);
  }

  /** @throws OperationAbortedError */
  throwIfAborted(operation: Operation = this.operation): void {
    if (this.signal.aborted) throw abortedError(operation, this.signal);
  }
}

/** To tell whether another call has a machine takes the window, and to tell which one keeps the key takes it again. */
function leastCleanupMs(visibilityWindowMs: number): number {
  return visibilityWindowMs === 0 ? 0 : 2 * visibilityWindowMs + 10_000;
}
