import type { Clock } from '../src/clock/clock.js';
import type { CallOptions } from '../src/contract/call-options.js';
import type { CloudProvider } from '../src/contract/cloud-provider.js';
import type { CreatedInstance } from '../src/contract/created-instance.js';
import type { InstanceSpec } from '../src/contract/instance-spec.js';
import type { InstanceStatus } from '../src/contract/instance-status.js';
import type { InstanceFilter, ListedInstance } from '../src/contract/listed-instance.js';
import { InstanceNotFoundError } from '../src/errors/instance-not-found-error.js';
import { abortedError } from '../src/plugin/operation.js';

/** A small honest cloud in memory: a machine is ready as soon as it is created. */
export class TinyProvider implements CloudProvider {
  readonly name: string = 'tiny';
  /** What was called, in order: `getInstanceStatus m-1`. */
  readonly calls: string[] = [];
  protected readonly machines = new Map<string, ListedInstance>();
  protected readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async createInstance(spec: InstanceSpec): Promise<CreatedInstance> {
    const { architecture, region = 'r-1', tags = {}, expiresAt } = spec;
    const instanceId = `m-${this.machines.size + 1}`;
    const publicIp = '192.0.2.1';
    const lease = expiresAt === undefined ? {} : { expiresAt };
    this.calls.push(`createInstance ${instanceId}`);
    this.put({
      instanceId,
      state: 'running',
      publicIp,
      launchedAt: new Date(this.clock.now()),
      ready: true,
      region,
      instanceType: 'tiny-1',
      tags,
      ...lease,
    });
    return {
      instanceId,
      publicIp,
      region,
      instanceType: 'tiny-1',
      architecture,
      spotInstance: false,
      idempotencyKey: spec.idempotencyKey ?? instanceId,
      reused: false,
      warnings: [],
      ...lease,
    };
  }

  /** Puts a machine into the cloud as it is, or changes it. */
  put(machine: ListedInstance): void {
    this.machines.set(machine.instanceId, machine);
  }

  /** The ids of the machines that live. */
  get alive(): string[] {
    return [...this.machines.values()]
      .filter(({ state }) => state !== 'terminated')
      .map(({ instanceId }) => instanceId);
  }

  async getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus> {
    this.begin('getInstanceStatus', instanceId, options);
    return this.find(instanceId);
  }

  async terminateInstance(instanceId: string, options?: CallOptions): Promise<void> {
    this.begin('terminateInstance', instanceId, options);
    const machine = this.machines.get(instanceId);
    if (machine !== undefined) this.put({ ...machine, state: 'terminated', ready: false });
  }

  async validateCredentials(): Promise<void> {}

  async *listInstances(
    filter: InstanceFilter = {},
    options?: CallOptions,
  ): AsyncGenerator<ListedInstance> {
    this.begin('listInstances', JSON.stringify(filter), options);
    const wanted = Object.entries(filter.tags ?? {});
    for (const machine of [...this.machines.values()]) {
      if (machine.state === 'terminated') continue;
      if (wanted.every(([key, value]) => machine.tags[key] === value)) yield machine;
    }
  }

  async setExpiry(instanceId: string, expiresAt: Date | undefined): Promise<void> {
    const { expiresAt: _, ...machine } = this.find(instanceId);
    this.put(expiresAt === undefined ? machine : { ...machine, expiresAt });
  }

  protected find(instanceId: string): ListedInstance {
    const machine = this.machines.get(instanceId);
    if (machine !== undefined) return machine;
    throw new InstanceNotFoundError(`tiny: there is no machine ${instanceId}.`, {
      provider: 'tiny',
      operation: 'getInstanceStatus',
      instanceId,
    });
  }

  protected begin(operation: string, subject: string, options: CallOptions | undefined): void {
    this.calls.push(`${operation} ${subject}`);
    if (options?.signal?.aborted) {
      throw abortedError({ operation, provider: this.name }, options.signal);
    }
  }
}
