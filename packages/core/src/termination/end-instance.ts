import type { Clock } from '../clock/clock.js';
import type { Call } from '../creation/creation-cloud.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { ReadinessTimeoutError } from '../errors/readiness-timeout-error.js';
import type { BackoffOptions } from '../plugin/backoff.js';
import { describeOperation } from '../plugin/operation.js';
import { poll } from '../plugin/poll.js';
import { InstanceLockedError, type TerminationCloud } from './termination-cloud.js';

/** How to end a machine. */
export interface EndInstanceOptions {
  readonly clock: Clock;
  /** How long in all, in milliseconds. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Between reads. Default: 1 s, growing to 5 s. */
  readonly backoff?: Partial<BackoffOptions> | undefined;
  /** How long after an accepted request a machine that is still there is asked to end again, in milliseconds. Default: 15,000. */
  readonly repeatAfterMs?: number | undefined;
}

/**
 * Ends a machine, and resolves once the cloud shows the deletion. One that is not found is gone only when this call
 * has seen it, or when it is not found for the whole visibility window. A locked machine is tried again; any other
 * refusal of the delete request ends the call, because providers do not retry. What fails while the deletion is looked
 * for is tolerated.
 *
 * @throws NetworkFailureError when the machine is locked, or still there, at the end of the time
 * @throws OperationAbortedError, and whatever the delete request was refused with
 */
export async function endInstance(
  cloud: TerminationCloud,
  instanceId: string,
  call: Call,
  options: EndInstanceOptions,
): Promise<void> {
  const { operation, signal } = call;
  const { clock, timeoutMs = 60_000, backoff, repeatAfterMs = 15_000 } = options;
  const startedAt = clock.now();
  const ending = new Ending(cloud, instanceId, { clock, repeatAfterMs });
  try {
    const step = async (cut: AbortSignal) => ending.step({ operation, signal: cut });
    const end = await poll(step, {
      clock,
      operation,
      timeoutMs,
      signal,
      backoff,
      awaiting: 'the deletion of the machine',
    });
    if ('refusal' in end) throw end.refusal;
  } catch (error) {
    if (!(error instanceof ReadinessTimeoutError)) throw error;
    const seconds = Math.round((clock.now() - startedAt) / 1_000);
    throw new NetworkFailureError(
      `${describeOperation(operation)} could not see the machine gone within ${seconds} s${ending.locked ? ', because it is locked by something else under way' : ''}. Try again.`,
      { ...operation, cause: ending.locked ?? error.cause },
    );
  }
}

/** The end of the polling: the machine is gone, or the delete request was refused for good. */
interface End {
  readonly refusal?: unknown;
}

/** One machine on its way out. */
class Ending {
  /** What the cloud said when it refused because of something else under way. */
  locked: unknown;
  readonly #cloud: TerminationCloud;
  readonly #instanceId: string;
  readonly #clock: Clock;
  readonly #repeatAfterMs: number;
  readonly #startedAt: number;
  #seen = false;
  #requestedAt: number | undefined;

  constructor(
    cloud: TerminationCloud,
    instanceId: string,
    options: { readonly clock: Clock; readonly repeatAfterMs: number },
  ) {
    this.#cloud = cloud;
    this.#instanceId = instanceId;
    this.#clock = options.clock;
    this.#repeatAfterMs = options.repeatAfterMs;
    this.#startedAt = options.clock.now();
  }

  /** Asks for the end where that has not been accepted, else looks for it. Answers `undefined` to be called again. */
  async step(call: Call): Promise<End | undefined> {
    const requestedAt = this.#requestedAt;
    return requestedAt === undefined ? this.#request(call) : this.#verify(call, requestedAt);
  }

  async #request(call: Call): Promise<End | undefined> {
    const askedAt = this.#clock.now();
    try {
      const answer = await this.#cloud.requestEnd(this.#instanceId, call);
      this.locked = undefined;
      this.#seen = true;
      const requestedAt = this.#clock.now();
      this.#requestedAt = requestedAt;
      return answer === 'ended' ? {} : this.#verify(call, requestedAt);
    } catch (error) {
      if (error instanceof InstanceNotFoundError) return this.#missing(askedAt);
      if (!(error instanceof InstanceLockedError)) return { refusal: error };
      this.locked = error.cause ?? error;
      this.#seen = true;
      return undefined;
    }
  }

  async #verify(call: Call, requestedAt: number): Promise<End | undefined> {
    try {
      const { state } = await this.#cloud.readInstance(this.#instanceId, call);
      if (state === 'terminated') return {};
    } catch (error) {
      if (error instanceof InstanceNotFoundError) return {};
      throw error;
    }
    if (this.#clock.now() - requestedAt >= this.#repeatAfterMs) this.#requestedAt = undefined;
    return undefined;
  }

  #missing(askedAt: number): End | undefined {
    const lasted = askedAt - this.#startedAt >= this.#cloud.visibilityWindowMs;
    return this.#seen || lasted ? {} : undefined;
  }
}
