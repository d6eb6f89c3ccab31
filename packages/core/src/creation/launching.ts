import type { ProviderWarning } from '../contract/provider-warning.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { ProviderError } from '../errors/provider-error.js';
import { withDetails } from '../errors/with-details.js';
import { abortedError, describeOperation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { asAborted } from './as-aborted.js';
import type { ReachableInstance } from './await-address.js';
import type { Call, LaunchedInstance } from './creation-cloud.js';
import type { CreationContext } from './creation-context.js';
import { endRivals } from './end-rivals.js';
import { type GivenUp, giveUpInstance } from './give-up-instance.js';
import type { ManagedInstance } from './managed-instance.js';
import { orderInstances } from './order-instances.js';

/** A machine that this creation has made. */
export interface MadeInstance {
  readonly instance: ReachableInstance;
  readonly warnings: readonly ProviderWarning[];
}

/** Sees a machine through that this creation has requested, and gives it up whatever goes wrong. */
export class Launching<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly #context: CreationContext<Spec, Plan>;
  readonly #launched: LaunchedInstance;
  readonly #instanceId: string;
  readonly #requestedAt: number;
  #end: GivenUp | undefined;

  constructor(context: CreationContext<Spec, Plan>, launched: LaunchedInstance) {
    this.#context = context;
    this.#launched = launched;
    this.#instanceId = launched.instanceId;
    this.#requestedAt = context.clock.now();
  }

  /**
   * Waits for the address, and for what concurrent calls may have made with the key.
   *
   * @returns `undefined` when another machine with the key stays; `adopted` when this one does because another call has it
   */
  async run(): Promise<MadeInstance | 'adopted' | undefined> {
    try {
      const own = await this.#awaitAddress();
      const late = own && (await this.#findLate(own));
      if (own === undefined || late === undefined) {
        return await this.#giveWay();
      }
      const cleanUp = await endRivals(this.#context, late);
      this.#context.throwIfAborted();
      return { instance: own, warnings: [...this.#launched.warnings, ...cleanUp] };
    } catch (error) {
      throw await this.#endAfter(error);
    }
  }

  /** @returns `undefined` when it has ended because another machine with the key stays */
  async #awaitAddress(): Promise<ReachableInstance | undefined> {
    const { cloud, signal } = this.#context;
    const operation = { ...this.#context.operation, instanceId: this.#instanceId };
    this.#context.throwIfAborted();
    await cloud.confirmLaunch?.(this.#launched, { operation, signal });
    return this.#reach();
  }

  /** @returns `undefined` when it has ended because another machine with the key stays */
  async #reach(): Promise<ReachableInstance | undefined> {
    const operation = { ...this.#context.operation, instanceId: this.#instanceId };
    const wait = await this.#context.awaitAddress(this.#instanceId, operation);
    if ('reachable' in wait) return wait.reachable;
    if (await this.#hasLost()) return undefined;
    throw this.#endedError(wait.ended);
  }

  /** Whether the key is another machine's. */
  async #hasLost(): Promise<boolean> {
    if (!this.#racesMatter()) return false;
    const found = await this.#context.findByKeyPatiently(this.#context.operation);
    return this.#context.usable(found).some((one) => !this.#isThis(one));
  }

  /**
   * Looks for the machines of concurrent calls once reads must show them. Each call ends its own when it is second.
   *
   * @returns what requests of this process that were not answered in time have made as well; `undefined` when the machine
   * is second
   */
  async #findLate(own: ReachableInstance): Promise<readonly ManagedInstance[] | undefined> {
    if (!this.#racesMatter()) return [];
    const { clock, operation, unansweredUntil } = this.#context;
    const lookAt = this.#context.orderIsKnownAt(Math.max(this.#requestedAt, unansweredUntil));
    await this.#context.sleep(lookAt - clock.now(), operation);
    const found = await this.#context.findByKeyPatiently(operation);
    const [shown] = this.#context.usable(found.filter((one) => this.#isThis(one)));
    // Who has ended or stopped must not be returned; a list may also be behind a read.
    if (shown === undefined && (await this.#reach()) === undefined) return undefined;
    const others = found.filter((one) => !this.#isThis(one));
    // Whether they are of use does not count: that changes between the looks of two calls, and both must agree.
    const [first, ...seconds] = orderInstances([own, ...this.#context.living(others)]);
    if (first !== own) return undefined;
    return seconds.filter((one) => this.#context.isOwn(one));
  }

  /** Ends the machine of a creation that is second, unless by now it keeps the key and another call has adopted it. */
  async #giveWay(): Promise<'adopted' | undefined> {
    const mayStay = (call: Call) => this.#context.keepsKey(this.#instanceId, call);
    const end = await this.#giveUp(mayStay);
    if (end === 'adopted') return end;
    if (end !== 'ended') throw end.left;
    return undefined;
  }

  #isThis({ instanceId }: ManagedInstance): boolean {
    return instanceId === this.#instanceId;
  }

  #racesMatter(): boolean {
    const { spec, cloud } = this.#context;
    return spec.idempotencyKeyGiven && !cloud.refusesSecondWithKey;
  }

  /**
   * Ends the machine of a creation that failed, unless another call has adopted it; the result is the error, with what
   * became of the machine.
   */
  async #endAfter(thrown: unknown): Promise<unknown> {
    const { operation, signal } = this.#context;
    const error = signal.aborted ? asAborted(thrown, operation, signal) : thrown;
    // Once is enough: who adopts it waits no longer.
    const end = this.#end ?? (await this.#giveUp());
    if (!(error instanceof ProviderError)) return error;
    const { idempotencyKey } = operation;
    const instanceId = this.#instanceId;
    if (end === 'ended') {
      return withDetails(error, { outcome: 'no-instance', instanceId, idempotencyKey });
    }
    if (end !== 'adopted' && end.mayEnd) this.#context.giveUp(instanceId);
    const left = { ...operation, outcome: 'instance-exists', instanceId } as const;
    return withDetails(
      // What an abort says before its clean-up, that no machine is left behind, has not come true.
      error.code === 'aborted' ? abortedError(left, signal, error.cause) : error,
      { outcome: 'instance-exists', instanceId, idempotencyKey },
      `The machine ${instanceId} exists, because ${whyLeft(end)}.`,
    );
  }

  async #giveUp(mayStay?: (call: Call) => Promise<boolean>): Promise<GivenUp> {
    const { cloud, spec, clock, backoff, cleanupTimeoutMs: timeoutMs } = this.#context;
    const instanceId = this.#instanceId;
    const operation = { ...this.#context.operation, instanceId };
    // Nobody else knows a key that was just made.
    const mayBeAdopted = spec.idempotencyKeyGiven;
    const options = { operation, clock, backoff, timeoutMs, mayStay, mayBeAdopted };
    this.#end = await giveUpInstance(cloud, instanceId, options);
    if (this.#end === 'ended') this.#context.rememberEnd(instanceId);
    return this.#end;
  }

  #endedError(ended: ManagedInstance | undefined): Error {
    const operation = { ...this.#context.operation, instanceId: this.#instanceId };
    const explained = ended && this.#context.cloud.explainEnd?.(ended, operation);
    if (explained !== undefined) return explained;
    const what = ended === undefined ? 'vanished' : ended.state === 'stopped' ? 'stopped' : 'ended';
    const why = ended?.reason === undefined ? '' : ` (${ended.reason})`;
    return new CapacityUnavailableError(
      `${describeOperation(operation)} failed: the machine ${what} before it could be returned${why}. Try again.`,
      operation,
    );
  }
}

function whyLeft(end: Exclude<GivenUp, 'ended'>): string {
  if (end === 'adopted') return 'another call with the same key has it';
  return end.mayEnd
    ? 'it could not be ended: use the same key again, or end it with terminateInstance()'
    : 'it could not be told whether another call with the same key has it: use the same key again';
}
