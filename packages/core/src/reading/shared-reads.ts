import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock/clock.js';
import type { Call } from '../creation/creation-cloud.js';
import { asOperation } from '../errors/as-operation.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { abortedError, describeOperation, type Operation } from '../plugin/operation.js';
import { unlessAborted } from '../plugin/unless-aborted.js';

export interface SharedReadsOptions {
  readonly clock: Clock;
  /** How many machines one read may ask for. Default: 100. */
  readonly maxBatchSize?: number | undefined;
  /** The longest that a read waits for company, in milliseconds, and only while another one is under way. Default: 100. */
  readonly maxWaitMs?: number | undefined;
}

interface Reader<T> {
  readonly instanceId: string;
  readonly call: Call;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets reads of single machines that are under way together share requests. A read that is alone leaves at once and as
 * it is; while one is under way, those that come are gathered and leave together.
 */
export class SharedReads<T> {
  readonly #readMany: SharedReadsReader<T>;
  readonly #clock: Clock;
  readonly #maxBatchSize: number;
  readonly #maxWaitMs: number;
  #waiting: Reader<T>[] = [];
  #underWay = 0;
  #gathering: AbortController | undefined;

  constructor(readMany: SharedReadsReader<T>, options: SharedReadsOptions) {
    const { clock, maxBatchSize = 100, maxWaitMs = 100 } = options;
    this.#readMany = readMany;
    this.#clock = clock;
    this.#maxBatchSize = maxBatchSize;
    this.#maxWaitMs = maxWaitMs;
  }

  /**
   * Reads a machine.
   *
   * @throws InstanceNotFoundError, OperationAbortedError, and what the read of all fails with
   */
  async read(instanceId: string, call: Call): Promise<T> {
    const { operation, signal } = call;
    if (signal?.aborted) throw abortedError(operation, signal);
    const read = new Promise<T>((resolve, reject) => {
      this.#waiting.push({ instanceId, call, resolve, reject });
    });
    this.#gather();
    try {
      return await unlessAborted(read, signal);
    } catch (error) {
      throw signal?.aborted ? abortedError(operation, signal) : error;
    }
  }

  #gather(): void {
    if (this.#waiting.length >= this.#maxBatchSize || this.#underWay === 0) this.#send();
    else if (this.#gathering === undefined) {
      const gathering = new AbortController();
      this.#gathering = gathering;
      this.#clock.sleep(this.#maxWaitMs, gathering.signal).then(
        () => this.#send(),
        () => undefined,
      );
    }
  }

  #send(): void {
    this.#gathering?.abort();
    this.#gathering = undefined;
    const batch = this.#waiting
      .splice(0, this.#maxBatchSize)
      .filter(({ call }) => !call.signal?.aborted);
    if (batch.length === 0) return;
    this.#underWay++;
    this.#serve(batch).finally(() => {
      this.#underWay--;
      if (this.#waiting.length > 0) this.#send();
    });
  }

  /** Never rejects: each reader learns of its own machine. */
  async #serve(batch: readonly Reader<T>[]): Promise<void> {
    const cut = cutWhenNobodyWaits(batch);
    const call = { operation: commonOperation(batch), signal: cut.signal };
    try {
      const found = await this.#readMany([...new Set(batch.map((r) => r.instanceId))], call);
      for (const reader of batch) settle(reader, found.get(reader.instanceId));
    } catch (error) {
      for (const { call: own, reject } of batch) reject(asOperation(error, own.operation));
    } finally {
      cut.release();
    }
  }
}

/** Reads many machines: an entry for each id, an error in place of one that cannot be read. */
export type SharedReadsReader<T> = (
  instanceIds: readonly string[],
  call: Call,
) => Promise<ReadonlyMap<string, T | Error>>;

function settle<T>({ call, resolve, reject }: Reader<T>, found: T | Error | undefined): void {
  if (found instanceof Error) reject(asOperation(found, call.operation));
  else if (found !== undefined) resolve(found);
  else {
    reject(
      new InstanceNotFoundError(
        `${describeOperation(call.operation)} failed: there is no such machine. Check the id.`,
        call.operation,
      ),
    );
  }
}

/** One reader's own operation; of several, what they have in common. */
function commonOperation(batch: readonly { readonly call: Call }[]): Operation {
  const [first, ...others] = batch.map(({ call }) => call.operation);
  if (first !== undefined && others.length === 0) return first;
  return { provider: first?.provider, operation: 'getInstanceStatuses' };
}

/** A signal that is aborted when every reader's is. */
function cutWhenNobodyWaits(batch: readonly { readonly call: Call }[]): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const listening = new AbortController();
  // A hundred readers are no leak.
  setMaxListeners(0, listening.signal);
  let waiting = batch.length;
  for (const { call } of batch) {
    const leave = () => {
      waiting--;
      if (waiting === 0) controller.abort(call.signal?.reason);
    };
    call.signal?.addEventListener('abort', leave, { signal: listening.signal });
  }
  return { signal: controller.signal, release: () => listening.abort() };
}
