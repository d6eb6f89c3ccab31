import type { Clock } from '../clock/clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { poll } from '../plugin/poll.js';
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

/**
 * Gives up a machine, unless a call of another process has adopted it. It says so on the machine first: an adopter that
 * has not seen that when it looks has marked the machine before, and is seen here.
 *
 * @returns whether it was adopted, and must stay; where that cannot be told in time, it was not
 */
export async function abandonInstance(
  cloud: AbandoningCloud,
  instanceId: string,
  {
    operation,
    clock,
    timeoutMs,
    backoff,
    mayBeAdopted = true,
    mayStay = async () => true,
  }: AbandonOptions,
): Promise<boolean> {
  if (!mayBeAdopted || !hasMarks(cloud)) return false;
  const abandoning = new Abandoning(cloud, instanceId, clock, mayStay);
  const step = (signal: AbortSignal) => abandoning.step({ operation, signal });
  const awaiting = 'whether another call has the machine';
  try {
    return await poll(step, { clock, operation, timeoutMs, backoff, awaiting });
  } catch {
    // Whoever was seen to adopt it may have it.
    return abandoning.wasAdopted;
  }
}

function hasMarks(cloud: AbandoningCloud): cloud is MarkingCloud {
  return cloud.markInstance !== undefined;
}

class Abandoning {
  readonly #cloud: MarkingCloud;
  readonly #instanceId: string;
  readonly #clock: Clock;
  readonly #unknownUntil: number;
  readonly #mayStay: (call: Call) => Promise<boolean>;
  #markedAt: number | undefined;
  wasAdopted = false;

  constructor(
    cloud: MarkingCloud,
    instanceId: string,
    clock: Clock,
    mayStay: (call: Call) => Promise<boolean>,
  ) {
    this.#cloud = cloud;
    this.#instanceId = instanceId;
    this.#clock = clock;
    this.#unknownUntil = clock.now() + cloud.visibilityWindowMs;
    this.#mayStay = mayStay;
  }

  /** @returns whether it was adopted; `undefined` to be called again */
  async step(call: Call): Promise<boolean | undefined> {
    const askedAt = this.#clock.now();
    try {
      return await this.#markAndLook(call);
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
      return askedAt >= this.#unknownUntil ? false : undefined;
    }
  }

  async #markAndLook(call: Call): Promise<boolean> {
    if (this.#markedAt === undefined) {
      await this.#cloud.markInstance(this.#instanceId, 'abandoned', true, call);
      this.#markedAt = this.#clock.now();
    }
    // Who adopted it long enough ago is seen at once; to wait for the others there may be no time left.
    if (await this.#isAdopted(call)) return this.#decide(call);
    const left = this.#markedAt + this.#cloud.visibilityWindowMs - this.#clock.now();
    if (left <= 0) return false;
    await this.#clock.sleep(left, call.signal);
    return (await this.#isAdopted(call)) && this.#decide(call);
  }

  async #isAdopted(call: Call): Promise<boolean> {
    const { adopted = false } = await this.#cloud.readInstance(this.#instanceId, call);
    this.wasAdopted = adopted;
    return adopted;
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
