import {
  type CallOptions,
  type CreatedInstance,
  IdempotencyConflictError,
  type InstanceSpec,
  NetworkFailureError,
  type ProviderWarning,
  RateLimitedError,
} from '@stagely/core';
import {
  abortedError,
  describeOperation,
  type Operation,
  OWNERSHIP_TAG,
  type ParsedInstanceSpec,
  parseInstanceSpec,
  readOwnershipTags,
  SharedCalls,
  toOwnershipTags,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import type { ShownMachine } from './tiny-client.js';
import { TinyMachines } from './tiny-machines.js';

export type TinySpec = ParsedInstanceSpec<object>;

/** How long a look-up may take beyond the visibility window. */
const LOOKUP_TIMEOUT = 5_000;

/** How often the machines of other calls may end before they can be adopted. */
const MAX_ROUNDS = 5;

/** Creating machines in a tiny cloud: one for each key. */
export abstract class TinyCreation extends TinyMachines {
  readonly #creations = new SharedCalls<CreatedInstance>();

  async createInstance(input: InstanceSpec, options?: CallOptions): Promise<CreatedInstance> {
    const spec = await this.parseSpec(input);
    const operation = this.creationOf(spec);
    const signal = this.parseOptions(options, operation);
    if (spec.userData !== undefined) this.userData.add(spec.userData);
    this.logger.info({ provider: this.name, region: spec.region }, 'creates a machine');
    return this.share(spec, signal, (shared) => this.adoptOrLaunch(spec, operation, shared));
  }

  protected parseSpec(input: InstanceSpec): Promise<TinySpec> {
    const { arm64 } = this.settings;
    return parseInstanceSpec(input, {
      provider: this.name,
      defaultRegion: this.region,
      now: this.clock.now(),
      userDataMaxBytes: 32_768,
      providerOptions: v.strictObject({}),
      check: ({ architecture }) =>
        architecture === 'arm64' && arm64 === false
          ? [{ path: 'spec.architecture', message: 'must be amd64' }]
          : [],
    });
  }

  /** What every error of a creation carries. */
  protected creationOf({ idempotencyKey }: { readonly idempotencyKey: string }): Operation {
    const outcome = 'no-instance';
    return { provider: this.name, operation: 'createInstance', idempotencyKey, outcome };
  }

  protected async share(
    spec: TinySpec,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<CreatedInstance>,
  ): Promise<CreatedInstance> {
    const key = `${spec.idempotencyKeyHash} ${spec.specHash}`;
    const { value, gaveUp } = await this.#creations.run(key, signal, start);
    if (!gaveUp) return value;
    const { instanceId } = value;
    const operation = { ...this.creationOf(spec), outcome: 'instance-exists', instanceId } as const;
    throw abortedError(operation, signal);
  }

  protected async adoptOrLaunch(
    spec: TinySpec,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<CreatedInstance> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const created = await this.adoptOrLaunchOnce(spec, operation, signal);
      if (created !== undefined) return created;
    }
    throw new NetworkFailureError(
      `${describeOperation(operation)} lost its machines to other calls, whose machines have ended. Try again.`,
      operation,
    );
  }

  /** @returns `undefined` when another call was faster, and its machine has ended since */
  protected async adoptOrLaunchOnce(
    spec: TinySpec,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<CreatedInstance | undefined> {
    const holder = await this.findHolder(spec, operation, signal);
    if (holder) {
      const machine = await this.adopt(holder.id, operation, signal);
      if (machine !== undefined) return this.toCreated(machine, spec, true);
    }
    const id = await this.launch(spec, operation, signal);
    let winner: ShownMachine | undefined;
    try {
      this.endIfAborted(operation, signal);
      const machine = await this.awaitAddress(id, operation, signal);
      winner = await this.settleRace(machine, spec, operation, signal);
      this.endIfAborted(operation, signal);
      if (winner === undefined) return this.toCreated(machine, spec, false);
    } catch (error) {
      await this.giveUp(id, operation, error);
      throw error;
    }
    const adopted = await this.adopt(winner.id, operation, signal);
    return adopted && this.toCreated(adopted, spec, true);
  }

  /**
   * Deletes the machine of a creation that fails, unless another call has adopted it.
   *
   * @throws OperationAbortedError when it was adopted, and stays
   */
  protected async giveUp(id: string, operation: Operation, _error: unknown): Promise<void> {
    if (!(await this.isAdopted(id, operation))) return this.release(id, operation);
    throw abortedError({ ...operation, outcome: 'instance-exists', instanceId: id });
  }

  /** Says on the machine that it is given up before it looks for somebody who has it. */
  protected async isAdopted(id: string, operation: Operation): Promise<boolean> {
    try {
      await this.mark(id, 'abandoned', true, operation);
      await this.untilVisible();
      const machine = await this.findMachine(id, operation);
      const owned = machine && readOwnershipTags(machine.labels);
      if (!owned?.adopted) return false;
      await this.mark(id, 'abandoned', false, operation);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Takes a machine that is there, and says so on it before it looks whether its maker has given it up.
   *
   * @returns `undefined` when it has ended
   */
  protected async adopt(
    id: string,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<ShownMachine | undefined> {
    const adopted = { ...operation, outcome: 'instance-exists', instanceId: id } as const;
    await this.mark(id, 'adopted', true, adopted, signal);
    await this.untilVisible(signal);
    this.endIfAborted(adopted, signal);
    const read = async (cut: AbortSignal) => {
      const machine = await this.findMachine(id, adopted, cut);
      if (machine === undefined || machine.state === 'ended') return { machine: undefined };
      const decided = readOwnershipTags(machine.labels)?.abandoned === undefined;
      return decided && machine.address !== undefined ? { machine } : undefined;
    };
    const awaiting = 'a public IPv4 address';
    return (await this.poll(read, { operation: adopted, signal, awaiting })).machine;
  }

  protected async untilVisible(signal?: AbortSignal): Promise<void> {
    const { visibilityWindowMs } = this.settings;
    if (visibilityWindowMs > 0) {
      await this.clock.sleep(visibilityWindowMs, signal).catch(() => undefined);
    }
  }

  /** The live machine that has the key already. One that is stopped or past its lease is ended instead. */
  protected async findHolder(
    spec: TinySpec,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<ShownMachine | undefined> {
    if (!spec.idempotencyKeyGiven) return undefined;
    for (const machine of await this.listByKey(spec, operation, signal)) {
      if (this.isAdoptable(machine)) {
        this.checkSpec(machine, spec, operation);
        return machine;
      }
      await this.release(machine.id, operation);
    }
    return undefined;
  }

  protected isAdoptable(machine: ShownMachine): boolean {
    const expiresAt = readOwnershipTags(machine.labels)?.expiresAt?.getTime() ?? Infinity;
    return machine.state !== 'stopped' && expiresAt > this.clock.now();
  }

  protected checkSpec(machine: ShownMachine, spec: TinySpec, operation: Operation): void {
    if (machine.labels[OWNERSHIP_TAG.specHash] === spec.specHash) return;
    const message = `belongs to ${machine.id}, which has another spec`;
    throw new IdempotencyConflictError(
      `${describeOperation(operation)} failed: the key ${message}. Use another key.`,
      { ...operation, issues: [{ path: 'spec.idempotencyKey', message }] },
    );
  }

  /** Makes the create request; one without an answer is settled by looking for what it may have made. */
  protected async launch(
    spec: TinySpec,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<string> {
    this.endIfAborted(operation, signal);
    const { region, userData } = spec;
    const { expiresAt, idempotencyKeyHash, specHash } = spec;
    const owned = toOwnershipTags({ idempotencyKeyHash, specHash, expiresAt });
    const labels = { ...this.encodeTags(spec.tags), ...owned };
    const type = `${spec.size}-${this.architectureFor(spec)}`;
    const spot = spec.spotInstance && this.settings.spot;
    try {
      return await this.requestLaunch({ region, type, spot, labels, userData }, operation);
    } catch (error) {
      if (!(error instanceof NetworkFailureError) || error instanceof RateLimitedError) throw error;
      return this.findLaunched(spec, operation, error);
    }
  }

  protected async findLaunched(
    spec: TinySpec,
    operation: Operation,
    lost: NetworkFailureError,
  ): Promise<string> {
    const until = this.clock.now() + this.settings.visibilityWindowMs;
    const look = async () => {
      const [machine] = await this.listByKey(spec, operation);
      return machine?.id ?? (this.clock.now() < until ? undefined : null);
    };
    const found = await this.poll(look, {
      operation,
      timeoutMs: this.settings.visibilityWindowMs + LOOKUP_TIMEOUT,
      awaiting: 'a look-up of what was made',
    }).catch((cause: unknown) => {
      const unknown = { ...operation, outcome: 'unknown', cause } as const;
      throw new NetworkFailureError(`${lost.message} Whether it was made is unknown.`, unknown);
    });
    if (found === null) throw lost;
    return found;
  }

  protected async awaitAddress(
    id: string,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<ShownMachine> {
    const read = async (cut: AbortSignal) => {
      const machine = await this.findMachine(id, operation, cut);
      return machine?.address === undefined ? undefined : machine;
    };
    return this.poll(read, {
      operation,
      signal,
      awaiting: 'a public IPv4 address',
    });
  }

  /** When several were launched with one key, the lowest (launch time, id) wins. */
  protected async settleRace(
    own: ShownMachine,
    spec: TinySpec,
    operation: Operation,
    signal: AbortSignal,
  ): Promise<ShownMachine | undefined> {
    if (!spec.idempotencyKeyGiven) return undefined;
    const visibleAt = this.clock.now() + this.settings.visibilityWindowMs;
    if (visibleAt > this.clock.now()) {
      await this.clock.sleep(visibleAt - this.clock.now(), signal).catch(() => undefined);
      this.endIfAborted(operation, signal);
    }
    const rivals = await this.listByKey(spec, operation, signal);
    const [first] = rivals.filter((rival) => this.isAdoptable(rival)).sort(byLaunch);
    if (first === undefined || first.id === own.id) return undefined;
    await this.release(own.id, operation);
    this.checkSpec(first, spec, operation);
    return first;
  }

  protected async listByKey(
    { idempotencyKeyHash }: TinySpec,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<ShownMachine[]> {
    const found: ShownMachine[] = [];
    for await (const machine of this.listMachines(operation, signal)) {
      const owned = readOwnershipTags(machine.labels);
      if (machine.state === 'ended' || owned?.idempotencyKeyHash !== idempotencyKeyHash) continue;
      found.push(machine);
    }
    return found;
  }

  /** Deletes a machine that must not live on, whatever the caller's signal says, and sees it gone. */
  protected async release(id: string, operation: Operation): Promise<void> {
    const exists = { ...operation, outcome: 'instance-exists', instanceId: id } as const;
    const end = async () => {
      await this.deleteMachine(id, exists);
      return this.isGone(id, exists);
    };
    const awaiting = 'the deletion of the machine';
    await this.poll(end, { operation: exists, awaiting });
  }

  protected encodeTags(tags: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(tags));
  }

  protected architectureFor({ architecture }: TinySpec): 'amd64' | 'arm64' {
    return this.settings.arm64 === true ? architecture : 'amd64';
  }

  protected toCreated(machine: ShownMachine, spec: TinySpec, reused: boolean): CreatedInstance {
    const expiresAt = readOwnershipTags(machine.labels)?.expiresAt;
    return {
      instanceId: machine.id,
      publicIp: machine.address ?? '',
      region: machine.region,
      instanceType: machine.type,
      architecture: machine.type.endsWith('-arm64') ? 'arm64' : 'amd64',
      spotInstance: machine.spot,
      idempotencyKey: spec.idempotencyKey,
      reused,
      warnings: this.warningsFor(machine, spec),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  protected warningsFor(machine: ShownMachine, spec: TinySpec): ProviderWarning[] {
    const warnings: ProviderWarning[] = [];
    if (spec.spotInstance && !machine.spot) {
      warnings.push({ code: 'no_spot', message: 'The tiny cloud has no spot machines.' });
    }
    if (!machine.type.endsWith(spec.architecture)) {
      const message = 'The tiny cloud has no arm64 machines; this one emulates it.';
      warnings.push({ code: 'emulated_architecture', message });
    }
    return warnings;
  }
}

function byLaunch(a: ShownMachine, b: ShownMachine): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
