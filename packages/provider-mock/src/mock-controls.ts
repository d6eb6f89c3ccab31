import { parseBoth, parseInput } from '@stagely/core/plugin';
import * as v from 'valibot';
import type { MockCall, MockOperation } from './call-log.js';
import { durationSchema } from './duration.js';
import { findInstance, findLiveInstance, parseInstanceOperation } from './find-instance.js';
import type { MockAccount } from './mock-account.js';
import type { FailurePlan } from './planned-failures.js';
import type { MockInstance } from './simulated-instance.js';

const booleanSchema = v.boolean('must be true or false');

const reasonSchema = v.optional(v.string('must be a string'));

/** What a test can do to the mock, and see of it. */
export class MockControls {
  readonly #account: MockAccount;

  constructor(account: MockAccount) {
    this.#account = account;
  }

  /** Every instance that the cloud shows, in the order of launch, those that ended within the last hour included. */
  get instances(): MockInstance[] {
    return this.#account.cloud.instances.all().map((instance) => instance.toMockInstance());
  }

  /** Every call with valid input since the last reset, in order; user data is left out. */
  get calls(): MockCall[] {
    return this.#account.cloud.calls.toMockCalls();
  }

  /** Milliseconds until a create request is answered, for instances launched from now on; `Infinity` for never. */
  get delay(): number {
    return this.#account.cloud.delay;
  }

  set delay(delay: number) {
    this.#account.cloud.delay = parseControl(durationSchema, delay, 'delay');
  }

  /** Milliseconds from the answer to the public address, for instances launched from now on; `Infinity` for never. */
  get addressDelay(): number {
    return this.#account.cloud.addressDelay;
  }

  set addressDelay(delay: number) {
    this.#account.cloud.addressDelay = parseControl(durationSchema, delay, 'addressDelay');
  }

  /** Milliseconds from the address to `running`, for instances launched from now on; `Infinity` for never. */
  get bootDelay(): number {
    return this.#account.cloud.bootDelay;
  }

  set bootDelay(delay: number) {
    this.#account.cloud.bootDelay = parseControl(durationSchema, delay, 'bootDelay');
  }

  /** While true, no instance can be launched: `createInstance` rejects with a `QuotaExceededError`. */
  get quotaExceeded(): boolean {
    return this.#account.cloud.quotaExceeded;
  }

  set quotaExceeded(exceeded: boolean) {
    this.#account.cloud.quotaExceeded = parseControl(booleanSchema, exceeded, 'quotaExceeded');
  }

  /** While true, no instance can be launched: `createInstance` rejects with a `CapacityUnavailableError`. */
  get capacityUnavailable(): boolean {
    return this.#account.cloud.capacityUnavailable;
  }

  set capacityUnavailable(unavailable: boolean) {
    this.#account.cloud.capacityUnavailable = parseControl(
      booleanSchema,
      unavailable,
      'capacityUnavailable',
    );
  }

  /** While true, a spot request gets an on-demand instance and the warning `spot_unavailable`. Needs the setting `spot`. */
  get spotUnavailable(): boolean {
    return this.#account.cloud.spotUnavailable;
  }

  set spotUnavailable(unavailable: boolean) {
    this.#account.cloud.spotUnavailable = parseControl(
      booleanSchema,
      unavailable,
      'spotUnavailable',
    );
  }

  /** When true, the next call, of whatever operation, fails with a `NetworkFailureError` before it takes effect. */
  get failNext(): boolean {
    return this.#account.cloud.failures.failNext;
  }

  set failNext(fails: boolean) {
    this.#account.cloud.failures.failNext = parseControl(booleanSchema, fails, 'failNext');
  }

  /**
   * Plans the failure of calls of an operation, or of `any`. Of several plans that are due at one call, the
   * first made comes first and the others wait for the next call. The function returned takes the plan back.
   *
   * @throws InvalidInputError for a plan that cannot be
   */
  failCall(operation: MockOperation | 'any', plan: FailurePlan = {}): () => void {
    return this.#account.cloud.failures.add(operation, plan);
  }

  /**
   * Loses the answer to the `nth` `createInstance` from now: the instance is there and lives on, and the
   * caller gets a `NetworkFailureError` with the outcome `unknown`. The same key finds the instance.
   * Calls with one key and one spec that are under way together share one creation: when the call that began it
   * loses its answer, they all fail so.
   *
   * @throws InvalidInputError when `nth` is no whole number from 1
   */
  loseAnswer(nth = 1): void {
    this.failCall('createInstance', { nth, moment: 'after', outcome: 'unknown' });
  }

  /**
   * Ends an instance as the cloud itself may: a spot reclaim, a host failure.
   *
   * @throws InvalidInputError, InstanceNotFoundError
   */
  endInstance(instanceId: string, reason?: string): void {
    const { instances } = this.#account.cloud;
    const operation = parseHalt('endInstance', instanceId, reason);
    instances.end(findLiveInstance(instances, operation), { reason });
  }

  /**
   * Stops an instance as the cloud itself may.
   *
   * @throws InvalidInputError, InstanceNotFoundError
   */
  stopInstance(instanceId: string, reason?: string): void {
    const operation = parseHalt('stopInstance', instanceId, reason);
    findLiveInstance(this.#account.cloud.instances, operation).halt('stopped', { reason });
  }

  /**
   * The user data of an instance, which no snapshot and no log shows.
   *
   * @throws InvalidInputError, InstanceNotFoundError
   */
  userDataOf(instanceId: string): string | undefined {
    const operation = parseInstanceOperation('userDataOf', instanceId);
    return findInstance(this.#account.cloud.instances, operation).launch.userData;
  }

  /**
   * Back to the state after construction: no instances, calls and plans, controls as in the settings, ids and
   * addresses from the start. A call under way that waits rejects with an `OperationAbortedError`; of a
   * creation, no instance is left.
   */
  reset(): void {
    this.#account.reset();
  }
}

function parseControl<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name: string,
): v.InferOutput<Schema> {
  return parseInput(schema, value, name, { provider: 'mock', operation: name });
}

function parseHalt(name: string, instanceId: string, reason: string | undefined) {
  const named = { provider: 'mock', operation: name };
  const [operation] = parseBoth(
    named,
    () => parseInstanceOperation(name, instanceId),
    (parsed) => parseInput(reasonSchema, reason, 'reason', parsed ?? named),
  );
  return operation;
}
