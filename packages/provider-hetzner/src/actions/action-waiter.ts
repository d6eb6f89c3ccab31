import { type BackoffOptions, backoffDelay, type Clock, unlessAborted } from '@stagely/core/plugin';
import type { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerAction } from '../client/resources/action.js';
import { isTransient } from '../errors/recognise-refusal.js';

/** How many actions one request asks for, as many as Hetzner's own client does. */
const BATCH_SIZE = 25;

interface Wait {
  readonly resolve: (action: HetznerAction) => void;
  readonly reject: (error: unknown) => void;
}

/** Waits for actions. All that are waited for at a time are asked for together, because requests are scarce. */
export class ActionWaiter {
  readonly #client: HetznerClient;
  readonly #clock: Clock;
  readonly #backoff: BackoffOptions;
  readonly #waits = new Map<number, Set<Wait>>();
  #watching: AbortController | undefined;
  #round = 0;

  constructor(client: HetznerClient, clock: Clock, backoff: BackoffOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#backoff = backoff;
  }

  /**
   * The action once it has come to its end, whichever. What fails for a while meanwhile (throttling, 5xx, dropped
   * connections) is waited out.
   *
   * @throws HetznerAPIError, the reason of the signal
   */
  async untilFinished(action: HetznerAction, signal?: AbortSignal): Promise<HetznerAction> {
    if (isFinished(action)) return action;
    const { promise, resolve, reject } = deferred<HetznerAction>();
    const wait = { resolve, reject };
    this.#join(action.id, wait);
    try {
      return await unlessAborted(promise, signal);
    } finally {
      this.#leave(action.id, wait);
    }
  }

  #join(id: number, wait: Wait): void {
    const waits = this.#waits.get(id) ?? new Set();
    this.#waits.set(id, waits.add(wait));
    this.#round = 0;
    if (this.#watching !== undefined) return;
    const watching = new AbortController();
    this.#watching = watching;
    // It ends by its signal, when nobody waits any more.
    this.#watch(watching.signal).catch(() => undefined);
  }

  #leave(id: number, wait: Wait): void {
    const waits = this.#waits.get(id);
    waits?.delete(wait);
    if (waits?.size === 0) this.#waits.delete(id);
    if (this.#waits.size > 0) return;
    this.#watching?.abort();
    this.#watching = undefined;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.sleep(backoffDelay(++this.#round, this.#backoff), signal);
      const ids = [...this.#waits.keys()];
      for (let start = 0; start < ids.length && !signal.aborted; start += BATCH_SIZE) {
        await this.#look(ids.slice(start, start + BATCH_SIZE), signal);
      }
    }
  }

  async #look(ids: readonly number[], signal: AbortSignal): Promise<void> {
    try {
      const { actions } = await this.#client.actions.list({ id: ids }, { signal });
      for (const action of actions.filter(isFinished)) {
        for (const { resolve } of this.#waits.get(action.id) ?? []) resolve(action);
      }
    } catch (error) {
      if (signal.aborted || isTransient(error)) return;
      for (const id of ids) {
        for (const { reject } of this.#waits.get(id) ?? []) reject(error);
      }
    }
  }
}

/** By the status alone: some actions that have not failed carry an error. */
function isFinished({ status }: HetznerAction): boolean {
  return status === 'success' || status === 'error';
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
