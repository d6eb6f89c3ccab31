import { NetworkFailureError } from '@stagely/core';
import { type Call, describeOperation } from '@stagely/core/plugin';
import type { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerServer } from '../client/resources/server.js';

type Labels = Readonly<Record<string, string>>;

/** How often others may undo it, each within the moment between two requests. */
const MAX_TRIES = 5;

export interface LabelChange {
  /** The labels that the server is to have. */
  readonly change: (server: HetznerServer) => Labels;
  /** For how long reads may show what was before, in milliseconds. */
  readonly visibilityWindowMs: number;
}

/**
 * Changes labels of a server. The API replaces them as a whole, so a change by another process in the same moment can be
 * lost, or undo this one. Where reads do not lag, they are read again, and changed again where that has happened.
 *
 * @throws what `change` throws, what requests are refused with, NetworkFailureError when it is undone again and again
 */
export async function replaceLabels(
  client: HetznerClient,
  id: number,
  { change, visibilityWindowMs }: LabelChange,
  { operation, signal }: Call,
): Promise<void> {
  const looksAgain = visibilityWindowMs === 0;
  for (let tries = 0; tries <= MAX_TRIES; tries++) {
    const server = await client.servers.get(id, { signal });
    const wanted = change(server);
    if (looksAgain && isSame(wanted, server.labels)) return;
    if (tries < MAX_TRIES) await client.servers.changeLabels(id, { ...wanted }, { signal });
    if (!looksAgain) return;
  }
  throw new NetworkFailureError(
    `${describeOperation(operation)} failed: the labels of the server were changed ${MAX_TRIES} times, and others have undone it each time. Try again.`,
    operation,
  );
}

function isSame(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
