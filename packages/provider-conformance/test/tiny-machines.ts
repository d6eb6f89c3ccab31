import {
  type CallOptions,
  InstanceNotFoundError,
  type InstanceStatus,
  type ListedInstance,
  type ProviderContext,
} from '@stagely/core';
import {
  abortedError,
  type Clock,
  type InstanceMark,
  type Logger,
  type Operation,
  OWNERSHIP_TAG,
  type PollOptions,
  parseCallOptions,
  parseInstanceId,
  poll,
  Redactor,
  readOwnershipTags,
  silentLogger,
  systemClock,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { type Launch, type ShownMachine, TinyClient } from './tiny-client.js';

export interface TinyCredentials {
  readonly api_token: string;
  readonly region: string;
}

/** What the tiny cloud of a provider has. */
const tinySettingsSchema = v.strictObject({
  arm64: v.union([v.boolean(), v.literal('emulated')]),
  spot: v.boolean(),
  visibilityWindowMs: v.number(),
});

export type TinySettings = v.InferOutput<typeof tinySettingsSchema>;

const ID_FORM = { pattern: /^m-\d{6}$/, example: 'm-000001' };
const STATES = {
  booting: 'pending',
  running: 'running',
  stopped: 'stopped',
  ended: 'terminated',
} as const;

/** Reading and changing the machines of a tiny cloud. */
export abstract class TinyMachines {
  readonly name = 'tiny';
  protected readonly clock: Clock;
  protected readonly logger: Logger;
  protected readonly settings: TinySettings;
  protected readonly region: string;
  /** What no error may show. */
  protected readonly userData = new Set<string>();
  readonly #random: (() => number) | undefined;
  readonly #client: TinyClient;

  constructor({ api_token, region }: TinyCredentials, context: ProviderContext) {
    const { fetch = globalThis.fetch, clock = systemClock, logger = silentLogger } = context;
    this.#random = context.random;
    this.settings = v.parse(tinySettingsSchema, context.settings);
    this.region = region;
    this.clock = clock;
    this.logger = logger;
    const redactor = new Redactor(() => [api_token, ...this.userData]);
    this.#client = new TinyClient(api_token, fetch, redactor);
  }

  async validateCredentials(options?: CallOptions): Promise<void> {
    const operation = { provider: this.name, operation: 'validateCredentials' };
    const signal = this.parseOptions(options, operation);
    await this.#client.readAccount({ operation, signal });
  }

  /** Reads again and again, by default for a minute. */
  protected poll<T>(
    read: (signal: AbortSignal) => Promise<T | undefined>,
    options: Pick<PollOptions, 'operation' | 'awaiting' | 'signal'> & { timeoutMs?: number },
  ): Promise<T> {
    const backoff = { random: this.#random };
    return poll(read, { clock: this.clock, timeoutMs: 60_000, backoff, ...options });
  }

  protected getMachine(
    id: string,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<ShownMachine> {
    return this.#client.get(id, { operation, signal });
  }

  protected async findMachine(
    id: string,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<ShownMachine | undefined> {
    try {
      return await this.getMachine(id, { ...operation, instanceId: id }, signal);
    } catch (error) {
      if (error instanceof InstanceNotFoundError) return undefined;
      throw error;
    }
  }

  protected listMachines(
    operation: Operation,
    signal?: AbortSignal,
  ): AsyncGenerator<ShownMachine, void, undefined> {
    return this.#client.list({ operation, signal });
  }

  protected setLabels(
    id: string,
    labels: Readonly<Record<string, string>>,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.#client.setLabels(id, labels, { operation, signal });
  }

  /** Sets or removes a mark of concurrent creations; a machine that is not there needs none. */
  protected async mark(
    id: string,
    mark: InstanceMark,
    set: boolean,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      const call = { operation: { ...operation, instanceId: id }, signal };
      await this.#client.setLabel(id, OWNERSHIP_TAG[mark], set, call);
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
    }
  }

  protected async deleteMachine(
    id: string,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      await this.#client.delete(id, { operation, signal });
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
    }
  }

  protected async isGone(
    id: string,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<true | undefined> {
    const machine = await this.findMachine(id, operation, signal);
    return machine === undefined || machine.state === 'ended' ? true : undefined;
  }

  protected requestLaunch(launch: Launch, operation: Operation): Promise<string> {
    return this.#client.launch(launch, { operation });
  }

  protected parseId(instanceId: string, operation: Operation): string {
    return parseInstanceId(instanceId, ID_FORM, operation);
  }

  protected parseOptions(
    options: CallOptions | undefined,
    operation: Operation,
  ): AbortSignal | undefined {
    return parseCallOptions(options, operation);
  }

  protected onInstance(name: string, instanceId: string, options: CallOptions | undefined) {
    const named = { provider: this.name, operation: name };
    const operation = { ...named, instanceId: this.parseId(instanceId, named) };
    return { operation, signal: this.parseOptions(options, operation) };
  }

  protected toAborted(operation: Operation, signal: AbortSignal): Error {
    return abortedError(operation, signal);
  }

  protected endIfAborted(operation: Operation, signal: AbortSignal): void {
    if (signal.aborted) throw this.toAborted(operation, signal);
  }

  protected toStatus(machine: ShownMachine): InstanceStatus {
    const { id, address, createdAt, labels } = machine;
    const state = STATES[machine.state];
    const expiresAt = readOwnershipTags(labels)?.expiresAt;
    return {
      instanceId: id,
      state,
      ready: state === 'running' && address !== undefined,
      launchedAt: new Date(createdAt),
      ...(address === undefined ? {} : { publicIp: address }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  protected toListed(machine: ShownMachine): ListedInstance | undefined {
    const owned = readOwnershipTags(machine.labels);
    if (owned === undefined) return undefined;
    const { tags, idempotencyKeyHash } = owned;
    return {
      ...this.toStatus(machine),
      region: machine.region,
      instanceType: machine.type,
      tags,
      ...(idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash }),
    };
  }
}
