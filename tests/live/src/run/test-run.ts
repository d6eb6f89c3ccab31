import {
  type CloudProvider,
  type CreatedInstance,
  type InstanceFilter,
  InstanceNotFoundError,
  type InstanceSpec,
  type InstanceState,
  type InstanceStatus,
  type ListedInstance,
  waitUntilReady,
} from '@stagely/core';
import { poll, systemClock } from '@stagely/core/plugin';
import type { LiveTarget } from '../target/live-target.js';
import { openProvider } from '../target/open-provider.js';
import { endMachines } from './end-machines.js';
import { tagsOfRun } from './test-tags.js';

const HOUR = 3_600_000;

/** How long a real cloud may take for anything, in milliseconds. */
const PATIENCE = 600_000;

/** A run of the suite on one cloud, or one case of it: makes machines that can be told from all others, and ends them. */
export class TestRun {
  readonly target: LiveTarget;
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly provider: CloudProvider;

  private constructor(
    target: LiveTarget,
    id: string,
    tags: Readonly<Record<string, string>>,
    provider: CloudProvider,
  ) {
    this.target = target;
    this.id = id;
    this.tags = tags;
    this.provider = provider;
  }

  /** The machines of a case have a tag of their own: a list may still show those of the case before. */
  static async open(target: LiveTarget, id: string, caseId?: string): Promise<TestRun> {
    const tags = { ...tagsOfRun(id), ...(caseId === undefined ? {} : { case: caseId }) };
    return new TestRun(target, id, tags, await openProvider(target));
  }

  /** Another provider of the same account, or one of other credentials. */
  openProvider(credentials?: Readonly<Record<string, unknown>>): Promise<CloudProvider> {
    return openProvider(this.target, credentials);
  }

  /** A small machine, with a lease of an hour. */
  spec(fields: Partial<InstanceSpec> = {}): InstanceSpec {
    return {
      size: 'small',
      architecture: 'amd64',
      expiresAt: new Date(Date.now() + HOUR),
      ...fields,
      tags: { ...this.tags, ...fields.tags },
    };
  }

  /** An idempotency key that only this run uses. */
  key(name: string): string {
    return `live-${this.id}-${name}`;
  }

  create(fields: Partial<InstanceSpec> = {}): Promise<CreatedInstance> {
    return this.provider.createInstance(this.spec(fields));
  }

  /** The machines of this run or case that a filter lets through. */
  async list(filter: InstanceFilter = {}): Promise<ListedInstance[]> {
    const listed: ListedInstance[] = [];
    const tags = { ...this.tags, ...filter.tags };
    for await (const instance of this.provider.listInstances({ ...filter, tags })) {
      listed.push(instance);
    }
    return listed;
  }

  untilReady(instanceId: string): Promise<InstanceStatus> {
    const { pollMs } = this.target.pace;
    return waitUntilReady(this.provider, instanceId, { timeoutMs: PATIENCE, minDelayMs: pollMs });
  }

  /** Waits until the cloud shows a machine as ended, or no longer at all. */
  async untilEnded(instanceId: string): Promise<void> {
    await this.eventually(
      () => this.stateOf(instanceId),
      (state) => state === 'terminated' || state === 'unknown',
      `${instanceId} to be ended`,
    );
  }

  async stateOf(instanceId: string): Promise<InstanceState | 'unknown'> {
    try {
      return (await this.provider.getInstanceStatus(instanceId)).state;
    } catch (error) {
      if (error instanceof InstanceNotFoundError) return 'unknown';
      throw error;
    }
  }

  /** Reads until the answer is the expected one: reads of a cloud lag behind. */
  async eventually<T>(
    read: () => Promise<T>,
    expected: (answer: T) => boolean,
    awaiting: string,
  ): Promise<T> {
    const { plugin, pace } = this.target;
    const found = await poll(
      async () => {
        const answer = await read();
        return expected(answer) ? { answer } : undefined;
      },
      {
        clock: systemClock,
        operation: { operation: 'test:live', provider: plugin.name },
        timeoutMs: PATIENCE,
        backoff: { minDelayMs: pace.pollMs, maxDelayMs: pace.pollMs },
        awaiting,
      },
    );
    return found.answer;
  }

  /** Ends what is there, until nothing has shown up for `settleMs`. */
  async endMachines(settleMs: number): Promise<void> {
    const { plugin, pace } = this.target;
    const { left } = await endMachines(this.provider, this.tags, { ...pace, settleMs });
    if (left.length === 0) return;
    const machines = left.map(
      ({ instanceId, error }) => `${instanceId} (${error ?? 'still there'})`,
    );
    throw new Error(`${plugin.name}: machines are left: ${machines.join(', ')}`);
  }
}
