import type { Clock } from '../../clock/clock.js';
import type { ProviderWarning } from '../../contract/provider-warning.js';
import { InstanceNotFoundError } from '../../errors/instance-not-found-error.js';
import { abortedError } from '../../plugin/operation.js';
import type { ParsedInstanceSpec } from '../../plugin/parse-instance-spec.js';
import { endInstance } from '../../termination/end-instance.js';
import type { TerminationCloud } from '../../termination/termination-cloud.js';
import type { Call, CreationCloud, Launch, LaunchedInstance } from '../creation-cloud.js';
import type { InstanceMark, ManagedInstance } from '../managed-instance.js';

export type Spec = ParsedInstanceSpec<unknown>;

/** What a test may have happen at a request: before it takes effect, or after it. */
export interface Step {
  readonly method:
    | 'findByKey'
    | 'plan'
    | 'launch'
    | 'confirmLaunch'
    | 'readInstance'
    | 'markInstance'
    | 'requestEnd';
  readonly moment: 'before' | 'after';
  readonly instanceId: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly call: Call | Launch;
}

interface Machine {
  readonly instance: ManagedInstance;
  readonly launchedAt: number;
  readonly addressAt: number;
  endedAt: number;
  stoppedAt: number;
  /** When each mark was set or removed. */
  readonly marks: { readonly at: number; readonly mark: InstanceMark; readonly set: boolean }[];
}

export interface SimulatedCloudOptions {
  readonly visibilityWindowMs?: number;
  readonly refusesSecondWithKey?: boolean;
  /** How a machine is named that so many were made before. */
  readonly idOf?: (earlier: number) => string;
  /** Milliseconds a request takes, half of it before its effect. */
  readonly latencyMs?: number;
  readonly addressMs?: number;
  readonly plans?: readonly string[];
}

/** A cloud without names or tokens of its own kind, whose reads show what was before for the whole window. */
export class SimulatedCloud implements CreationCloud<Spec, string>, TerminationCloud {
  readonly visibilityWindowMs: number;
  readonly refusesSecondWithKey: boolean;
  readonly launchTimeResolutionMs = 1_000;
  /** Told of every request; what it throws is what the provider gets. */
  onStep: (step: Step) => void | Promise<void> = () => undefined;
  readonly launches: (Launch & { readonly plan: string })[] = [];
  readonly #clock: Clock;
  readonly #latencyMs: number;
  readonly #addressMs: number;
  readonly #plans: readonly string[];
  readonly #idOf: (earlier: number) => string;
  readonly #machines: Machine[] = [];

  constructor(clock: Clock, options: SimulatedCloudOptions = {}) {
    this.#clock = clock;
    this.visibilityWindowMs = options.visibilityWindowMs ?? 0;
    this.refusesSecondWithKey = options.refusesSecondWithKey ?? false;
    this.#latencyMs = options.latencyMs ?? 100;
    this.#addressMs = options.addressMs ?? 3_000;
    this.#plans = options.plans ?? ['first'];
    this.#idOf = options.idOf ?? ((earlier) => `m-${earlier + 1}`);
  }

  /** The ids of machines that have not ended. */
  get live(): string[] {
    return this.#machines
      .filter(({ endedAt }) => endedAt > this.#clock.now())
      .map(({ instance }) => instance.instanceId);
  }

  /** Changes a machine behind the provider's back. */
  stop(instanceId: string): void {
    this.#get(instanceId).stoppedAt = this.#clock.now();
  }

  end(instanceId: string): void {
    this.#get(instanceId).endedAt = this.#clock.now();
  }

  async findByKey(spec: Spec, call: Call): Promise<readonly ManagedInstance[]> {
    return this.#request('findByKey', undefined, call, () => {
      const seenAt = this.#clock.now() - this.visibilityWindowMs;
      return this.#machines
        .filter(({ instance }) => instance.idempotencyKeyHash === spec.idempotencyKeyHash)
        .filter(({ launchedAt, endedAt }) => launchedAt <= seenAt && endedAt > seenAt)
        .map((machine) => show(machine, seenAt));
    });
  }

  async plan(_: Spec, call: Call): Promise<readonly string[]> {
    return this.#request('plan', undefined, call, () => this.#plans);
  }

  async launch(spec: Spec, plan: string, launch: Launch): Promise<LaunchedInstance> {
    this.launches.push({ ...launch, plan });
    return this.#request('launch', undefined, launch, () => {
      const now = this.#clock.now();
      const instanceId = this.#idOf(this.#machines.length);
      const { region, tags, idempotencyKeyHash, specHash, expiresAt, spotInstance } = spec;
      this.#machines.push({
        launchedAt: now,
        addressAt: now + this.#addressMs,
        endedAt: Number.POSITIVE_INFINITY,
        stoppedAt: Number.POSITIVE_INFINITY,
        marks: [],
        instance: {
          instanceId,
          state: 'pending',
          ready: false,
          launchedAt: new Date(now - (now % this.launchTimeResolutionMs)),
          region,
          instanceType: plan,
          architecture: spec.architecture,
          spotInstance,
          tags,
          idempotencyKeyHash,
          specHash,
          creator: launch.creator,
          ...(expiresAt === undefined ? {} : { expiresAt }),
        },
      });
      return { instanceId, warnings: [] };
    });
  }

  async confirmLaunch({ instanceId }: LaunchedInstance, call: Call): Promise<void> {
    return this.#request('confirmLaunch', instanceId, call, () => undefined);
  }

  async readInstance(instanceId: string, call: Call): Promise<ManagedInstance> {
    return this.#request('readInstance', instanceId, call, () => {
      const seenAt = this.#clock.now() - this.visibilityWindowMs;
      const machine = this.#find(instanceId);
      if (machine === undefined || machine.launchedAt > seenAt) {
        throw new InstanceNotFoundError('There is no such machine.', call.operation);
      }
      return show(machine, seenAt);
    });
  }

  async markInstance(
    instanceId: string,
    mark: InstanceMark,
    set: boolean,
    call: Call,
  ): Promise<void> {
    return this.#request('markInstance', instanceId, call, () => {
      const machine = this.#find(instanceId);
      if (machine === undefined || machine.endedAt <= this.#clock.now()) {
        throw new InstanceNotFoundError('There is no such machine.', call.operation);
      }
      machine.marks.push({ at: this.#clock.now(), mark, set });
    });
  }

  async requestEnd(instanceId: string, call: Call): Promise<'ended' | 'requested'> {
    return this.#request('requestEnd', instanceId, call, () => {
      const machine = this.#find(instanceId);
      if (machine === undefined) {
        throw new InstanceNotFoundError('There is no such machine.', call.operation);
      }
      machine.endedAt = Math.min(machine.endedAt, this.#clock.now());
      return 'requested';
    });
  }

  endInstance(instanceId: string, call: Call): Promise<void> {
    return endInstance(this, instanceId, call, { clock: this.#clock });
  }

  warningsFor(_: Spec, { instanceType }: ManagedInstance): readonly ProviderWarning[] {
    return instanceType === this.#plans[0]
      ? []
      : [{ code: 'other_instance_type', message: `${instanceType} in place of the first.` }];
  }

  async #request<T>(
    method: Step['method'],
    instanceId: string | undefined,
    call: Call | Launch,
    effect: () => T,
  ): Promise<T> {
    const signal = 'signal' in call ? call.signal : undefined;
    const step = { method, instanceId, signal, call };
    const pass = () =>
      this.#clock.sleep(this.#latencyMs / 2, signal).catch(() => {
        throw abortedError(call.operation, signal);
      });
    await pass();
    await this.onStep({ ...step, moment: 'before' });
    const result = effect();
    await pass();
    await this.onStep({ ...step, moment: 'after' });
    return result;
  }

  #find(instanceId: string): Machine | undefined {
    return this.#machines.find(({ instance }) => instance.instanceId === instanceId);
  }

  #get(instanceId: string): Machine {
    const machine = this.#find(instanceId);
    if (machine === undefined) throw new Error(`There is no machine ${instanceId}.`);
    return machine;
  }
}

function show(machine: Machine, at: number): ManagedInstance {
  const { instance, addressAt, endedAt, stoppedAt, marks } = machine;
  if (endedAt <= at) return { ...instance, state: 'terminated', ready: false };
  const state = stoppedAt <= at ? 'stopped' : addressAt <= at ? 'running' : 'pending';
  const publicIp = addressAt <= at ? { publicIp: '192.0.2.1' } : {};
  const isSet = (mark: InstanceMark) =>
    marks.findLast((change) => change.mark === mark && change.at <= at)?.set ?? false;
  const [adopted, abandoned] = [isSet('adopted'), isSet('abandoned')];
  return { ...instance, ...publicIp, state, ready: state === 'running', adopted, abandoned };
}
