import type { Clock } from '../clock/clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { poll } from '../plugin/poll.js';
import type { Call, CreationCloud } from './creation-cloud.js';
import type { ReleaseOptions } from './release-instance.js';

type AbandoningCloud = Pick<
  CreationCloud<never, never>,
  'visibilityWindowMs' | 'readInstance' | 'markInstance'
>;

/**
 * Gives up a machine that this call has made, unless a call of another process has adopted it. It says so on the
 * machine first: an adopter that has not seen that when it looks has marked the machine before, and is seen here.
 *
 * @returns whether it was adopted, and so must stay; where that cannot be told in time, it was not
 */
export async function abandonInstance(
  cloud: AbandoningCloud,
  instanceId: string,
  { operation, clock, timeoutMs, backoff }: ReleaseOptions,
): Promise<boolean> {
  if (cloud.markInstance === undefined) return false;
  const abandoning = new Abandoning(cloud, instanceId, clock);
  const step = (signal: AbortSignal) => abandoning.step({ operation, signal });
  const awaiting = 'whether another call has the machine';
  try {
    return (await poll(step, { clock, operation, timeoutMs, backoff, awaiting })) === 'adopted';
  } catch {
    return false;
  }
}

class Abandoning {
  readonly #cloud: AbandoningCloud;
  readonly #instanceId: string;
  readonly #clock: Clock;
  readonly #unknownUntil: number;
  #markedAt: number | undefined;

  constructor(cloud: AbandoningCloud, instanceId: string, clock: Clock) {
    this.#cloud = cloud;
    this.#instanceId = instanceId;
    this.#clock = clock;
    this.#unknownUntil = clock.now() + cloud.visibilityWindowMs;
  }

  async step(call: Call): Promise<'adopted' | 'abandoned' | undefined> {
    const askedAt = this.#clock.now();
    try {
      return await this.#markAndLook(call);
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
      return askedAt >= this.#unknownUntil ? 'abandoned' : undefined;
    }
  }

  async #markAndLook(call: Call): Promise<'adopted' | 'abandoned'> {
    if (this.#markedAt === undefined) {
      await this.#cloud.markInstance?.(this.#instanceId, 'abandoned', true, call);
      this.#markedAt = this.#clock.now();
    }
    const left = this.#markedAt + this.#cloud.visibilityWindowMs - this.#clock.now();
    if (left > 0) await this.#clock.sleep(left, call.signal);
    const marked = await this.#cloud.readInstance(this.#instanceId, call);
    if (!marked.adopted) return 'abandoned';
    await this.#cloud
      .markInstance?.(this.#instanceId, 'abandoned', false, call)
      // The adopter does not wait for that for ever.
      .catch(() => undefined);
    return 'adopted';
  }
}
