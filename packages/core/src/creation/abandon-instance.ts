import type { Clock } from '../clock/clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { withDeadline } from '../plugin/deadline.js';
import { describeOperation } from '../plugin/operation.js';
import { poll } from '../plugin/poll.js';
import { unlessAborted } from '../plugin/unless-aborted.js';
import type { Call, CreationCloud } from './creation-cloud.js';
import type { ReleaseOptions } from './release-instance.js';

export type AbandoningCloud = Pick<
  CreationCloud<never, never>,
  'visibilityWindowMs' | 'readInstance' | 'markInstance'
>;
type MarkingCloud = Required<AbandoningCloud>;

export interface AbandonOptions extends ReleaseOptions {
  /** Whether other calls may know its key. Default: true. */
  readonly mayBeAdopted?: boolean | undefined;
  /** Whether the machine is to stay although it is to be given up, once another call has adopted it. Default: it is. */
  readonly mayStay?: ((call: Call) => Promise<boolean>) | undefined;
}

/** One request may take so much of the time, so that one without an answer does not decide. */
const SHARE_OF_A_REQUEST = 6;

/** Whether a machine that was given up may be ended: `free` when nobody has it, `untold` where that cannot be told, and why. */
export type Abandoned = 'adopted' | 'free' | { readonly untold: unknown };

/**
 * Gives up a machine, unless a call of another process has adopted it. It says so on the machine first: an adopter that
 * has not seen that when it looks has marked the machine before, and is seen here. Where its mark is refused for good, what
 * reads show when the window has passed decides: others with the same rights cannot set theirs either.
 */
export async function abandonInstance(
  cloud: AbandoningCloud,
  instanceId: string,
  options: AbandonOptions,
): Promise<Abandoned> {
  const { clock, timeoutMs, backoff, mayBeAdopted = true } = options;
  if (!mayBeAdopted || !hasMarks(cloud)) return 'free';
  const operation = { ...options.operation, outcome: 'instance-exists', instanceId } as const;
  const abandoning = new Abandoning(cloud, instanceId, options);
  const step = (signal: AbortSignal) => abandoning.step({ operation, signal });
  const awaiting = 'whether another call has the machine';
  try {
    return await poll(step, { clock, operation, timeoutMs, backoff, awaiting });
  } catch (error) {
    // Whoever was seen to adopt it may have it.
    return abandoning.wasAdopted ? 'adopted' : { untold: error };
  }
}

function hasMarks(cloud: AbandoningCloud): cloud is MarkingCloud {
  return cloud.markInstance !== undefined;
}

class Abandoning {
  readonly #cloud: MarkingCloud;
  readonly #instanceId: string;
  readonly #clock: Clock;
  readonly #requestMs: number;
  readonly #unknownUntil: number;
  readonly #mayStay: (call: Call) => Promise<boolean>;
  /** When the mark was set, or was refused for good. */
  #settledAt: number | undefined;
  wasAdopted = false;

  constructor(
    cloud: MarkingCloud,
    instanceId: string,
    { clock, timeoutMs, mayStay = async () => true }: AbandonOptions,
  ) {
    this.#cloud = cloud;
    this.#instanceId = instanceId;
    this.#clock = clock;
    this.#requestMs = timeoutMs / SHARE_OF_A_REQUEST;
    this.#unknownUntil = clock.now() + cloud.visibilityWindowMs;
    this.#mayStay = mayStay;
  }

  /** @returns `undefined` to be called again */
  async step(call: Call): Promise<'adopted' | 'free' | undefined> {
    const askedAt = this.#clock.now();
    try {
      return (await this.#markAndLook(call)) ? 'adopted' : 'free';
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
      return askedAt >= this.#unknownUntil ? 'free' : undefined;
    }
  }

  /** @returns whether it was adopted, and stays */
  async #markAndLook(call: Call): Promise<boolean> {
    const failure = await this.#mark(call);
    if (failure instanceof InstanceNotFoundError) throw failure;
    const lookedAt = this.#clock.now();
    // Who adopted it long enough ago is seen at once; to wait for the others, or for the mark, there may be no time left.
    if (await this.#isAdopted(call)) return this.#decide(call);
    if (this.#settledAt === undefined) throw failure;
    const shownAt = this.#settledAt + this.#cloud.visibilityWindowMs;
    if (lookedAt >= shownAt) return false;
    await this.#clock.sleep(shownAt - this.#clock.now(), call.signal);
    return (await this.#isAdopted(call)) && this.#decide(call);
  }

  /** @returns why it could not be marked, where that may change */
  async #mark(call: Call): Promise<unknown> {
    if (this.#settledAt !== undefined) return undefined;
    try {
      await this.#inTime(call, (limited) =>
        this.#cloud.markInstance(this.#instanceId, 'abandoned', true, limited),
      );
    } catch (error) {
      if (error instanceof InstanceNotFoundError) return error;
      if (!(error instanceof StagelyError) || error.retryable) return error;
    }
    this.#settledAt = this.#clock.now();
    return undefined;
  }

  async #isAdopted(call: Call): Promise<boolean> {
    const { adopted = false } = await this.#inTime(call, (limited) =>
      this.#cloud.readInstance(this.#instanceId, limited),
    );
    this.wasAdopted = adopted;
    return adopted;
  }

  /** A request that is not answered in its share of the time fails as one whose connection was lost. */
  async #inTime<T>({ operation, signal }: Call, request: (call: Call) => Promise<T>): Promise<T> {
    const limits = { clock: this.#clock, timeoutMs: this.#requestMs, signal };
    return withDeadline(limits, async (scope) => {
      try {
        return await unlessAborted(request({ operation, signal: scope.signal }), scope.signal);
      } catch (error) {
        if (!scope.expired()) throw error;
        throw new NetworkFailureError(`${describeOperation(operation)} had no answer in time.`, {
          ...operation,
          cause: error,
        });
      }
    });
  }

  /** @returns whether it stays */
  async #decide(call: Call): Promise<boolean> {
    if (!(await this.#mayStay(call))) return false;
    await this.#cloud
      .markInstance(this.#instanceId, 'abandoned', false, call)
      // The adopter does not wait for that for ever.
      .catch(() => undefined);
    return true;
  }
}
