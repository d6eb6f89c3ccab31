import { NetworkFailureError } from '@stagely/core';
import { type Call, describeOperation, unlessAborted } from '@stagely/core/plugin';
import type { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerServer } from '../client/resources/server.js';

type Labels = Readonly<Record<string, string>>;

/** Says which labels a server is to have. */
export type LabelChange = (server: HetznerServer) => Labels;

/** How often others may undo it, each within the moment between two requests. */
const MAX_TRIES = 5;

/**
 * Changes labels of servers. The API replaces them as a whole, so changes of one server are made one after the other. A
 * change by somebody else in the same moment can still be lost, or undo this one, and so can a request of ours that was
 * aborted or timed out and is carried out late. Where reads do not lag, the labels are read again, and changed again where
 * that has happened.
 */
export class ServerLabels {
  readonly #client: HetznerClient;
  readonly #looksAgain: boolean;
  /** When the last change of a server that was asked for is over. */
  readonly #changes = new Map<number, Promise<void>>();

  /** @param visibilityWindowMs for how long reads may show what was before, in milliseconds */
  constructor(client: HetznerClient, visibilityWindowMs: number) {
    this.#client = client;
    this.#looksAgain = visibilityWindowMs === 0;
  }

  /** How many servers have changes under way. */
  get size(): number {
    return this.#changes.size;
  }

  /**
   * Begins when the changes of this server that were asked for before are over.
   *
   * @throws what `change` throws, what requests are refused with, NetworkFailureError when it is undone again and again,
   * and the signal's reason
   */
  async change(id: number, change: LabelChange, call: Call): Promise<void> {
    const turn = this.#changes.get(id) ?? Promise.resolve();
    const changed = turn.then(async () => {
      call.signal?.throwIfAborted();
      await this.#replace(id, change, call);
    });
    const over = changed
      .catch(() => undefined)
      .then(() => {
        if (this.#changes.get(id) === over) this.#changes.delete(id);
      });
    this.#changes.set(id, over);
    await unlessAborted(changed, call.signal);
  }

  async #replace(id: number, change: LabelChange, { operation, signal }: Call): Promise<void> {
    const { servers } = this.#client;
    for (let tries = 0; tries <= MAX_TRIES; tries++) {
      const server = await servers.get(id, { signal });
      const wanted = change(server);
      if (this.#looksAgain && isSame(wanted, server.labels)) return;
      if (tries < MAX_TRIES) await servers.changeLabels(id, { ...wanted }, { signal });
      if (!this.#looksAgain) return;
    }
    throw new NetworkFailureError(
      `${describeOperation(operation)} failed: the labels of the server were changed ${MAX_TRIES} times, and others have undone it each time. Try again.`,
      operation,
    );
  }
}

function isSame(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
