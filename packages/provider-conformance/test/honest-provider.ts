import {
  type CallOptions,
  type CloudProvider,
  type InstanceFilter,
  InstanceNotFoundError,
  type InstanceStatus,
  type ListedInstance,
  type RequestLimits,
  StagelyError,
  type SweepResult,
} from '@stagely/core';
import {
  describeOperation,
  hashIdempotencyKey,
  type Operation,
  OWNERSHIP_TAG,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { TinyCreation } from './tiny-creation.js';

const idsSchema = v.array(v.string('must be a string'), 'must be an array of ids');

/**
 * A small provider that keeps the whole contract. The protected methods of its parents and its own are the places
 * where the defective ones differ from it.
 */
export class HonestProvider extends TinyCreation implements CloudProvider {
  readonly limits: RequestLimits = { total: { burst: 10, perSecond: 2 } };

  async getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus> {
    const { operation, signal } = this.onInstance('getInstanceStatus', instanceId, options);
    return this.toStatus(await this.getMachine(instanceId, operation, signal));
  }

  async getInstanceStatuses(
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, InstanceStatus | StagelyError>> {
    const operation = { provider: this.name, operation: 'getInstanceStatuses' };
    const ids = parseInput(idsSchema, instanceIds, 'instanceIds', operation);
    const signal = this.parseOptions(options, operation);
    const entries = ids.map(async (id) => {
      const status = await this.getInstanceStatus(id, { signal }).catch((error: unknown) => {
        if (error instanceof StagelyError && !signal?.aborted) return error;
        throw error;
      });
      return [id, status] as const;
    });
    return new Map(await Promise.all(entries));
  }

  async terminateInstance(instanceId: string, options?: CallOptions): Promise<void> {
    const { operation, signal } = this.onInstance('terminateInstance', instanceId, options);
    await this.deleteMachine(instanceId, operation, signal);
    await this.poll(() => this.isGone(instanceId, operation, signal), {
      operation,
      signal,
      awaiting: 'the deletion',
    });
  }

  async *listInstances(
    filter?: InstanceFilter,
    options?: CallOptions,
  ): AsyncGenerator<ListedInstance, void, undefined> {
    const operation = { provider: this.name, operation: 'listInstances' };
    const parsed = this.parseFilter(filter, operation);
    const signal = this.parseOptions(options, operation);
    for await (const machine of this.listMachines(operation, signal)) {
      if (signal?.aborted) throw this.toAborted(operation, signal);
      const listed = this.toListed(machine);
      if (listed && this.letsThrough(parsed, listed)) yield listed;
    }
  }

  async setExpiry(
    instanceId: string,
    expiresAt: Date | undefined,
    options?: CallOptions,
  ): Promise<void> {
    const { operation, signal } = this.onInstance('setExpiry', instanceId, options);
    const expiry = parseExpiry(expiresAt, operation);
    const machine = await this.getMachine(instanceId, operation, signal);
    if (machine.state === 'ended') throw notFound(operation);
    const { [OWNERSHIP_TAG.expiresAt]: _, ...labels } = machine.labels;
    const lease =
      expiry === undefined ? {} : { [OWNERSHIP_TAG.expiresAt]: String(expiry.getTime()) };
    await this.setLabels(instanceId, { ...labels, ...lease }, operation, signal);
  }

  async sweep(options?: CallOptions): Promise<SweepResult> {
    this.parseOptions(options, { provider: this.name, operation: 'sweep' });
    return { removed: [], failed: [] };
  }

  protected parseFilter(filter: InstanceFilter | undefined, operation: Operation): InstanceFilter {
    return parseInstanceFilter(filter, operation);
  }

  protected letsThrough(filter: InstanceFilter, listed: ListedInstance): boolean {
    const { tags = {}, idempotencyKey, region, includeTerminated = false } = filter;
    return (
      (includeTerminated || listed.state !== 'terminated') &&
      (region === undefined || listed.region === region) &&
      (idempotencyKey === undefined ||
        listed.idempotencyKeyHash === hashIdempotencyKey(idempotencyKey)) &&
      Object.entries(tags).every(
        ([key, value]) => Object.hasOwn(listed.tags, key) && listed.tags[key] === value,
      )
    );
  }
}

function notFound(operation: Operation): InstanceNotFoundError {
  return new InstanceNotFoundError(`${describeOperation(operation)}: it has ended.`, operation);
}
