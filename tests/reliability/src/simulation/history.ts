import type { RequestLog } from '@stagely/cloud-emulators';
import { hashIdempotencyKey, ProviderError } from '@stagely/core';
import type { MachineLife } from './machine-lives.js';
import type { OperationRecord } from './operation-record.js';
import { CLIENT_HEADER } from './simulated-client.js';

/** Milliseconds, with a fault that delays it. */
const LONGEST_REQUEST = 50_000;

/** What has happened so far, as far as it explains what happens. */
export class History {
  readonly operations: OperationRecord[] = [];
  /** Since when each client of the program is dead. */
  readonly crashes = new Map<string, number>();
  readonly #requests: RequestLog;

  constructor(requests: RequestLog) {
    this.#requests = requests;
  }

  /** Whether something went wrong with a request of the operation, or of another one beside it. */
  wasDisturbed({ client, startedAt, settlement }: OperationRecord): boolean {
    const from = startedAt - LONGEST_REQUEST;
    const until = settlement?.at ?? Number.POSITIVE_INFINITY;
    return this.#requests
      .all()
      .some(
        ({ faults, headers, at }) =>
          faults.length > 0 && headers[CLIENT_HEADER] === client && at >= from && at <= until,
      );
  }

  /** When a client has read the machine alone for the last time before, in milliseconds since the epoch. */
  lastRead(client: string, { id }: MachineLife, before: number): number | undefined {
    return this.#requests
      .all()
      .findLast(
        ({ method, path, headers, at }) =>
          method === 'GET' &&
          path.endsWith(`/${id}`) &&
          headers[CLIENT_HEADER] === client &&
          at <= before,
      )?.at;
  }

  /** The operations of a client that may have requested something at a time. */
  underWay(client: string, at: number, graceMs: number): OperationRecord[] {
    return this.operations.filter(
      ({ client: of, startedAt, settlement }) =>
        of === client && startedAt <= at && (settlement?.at ?? at) + graceMs >= at,
    );
  }

  /** Whether a creation has given the machine to somebody by now. */
  isHeld({ id }: MachineLife): boolean {
    return this.operations.some(({ created }) => created?.instanceId === id);
  }

  /** Whether anybody can know of the machine: its owner, who was told of it, or the memory of a process that is gone. */
  isKnown(life: MachineLife): boolean {
    if (this.isHeld(life)) return true;
    const { maker } = life;
    if (maker === 'cloud') return false;
    if (this.crashes.has(maker.client)) return true;
    return this.operations.some(({ client, startedAt, settlement }) => {
      if (settlement === undefined || !('error' in settlement)) return false;
      const { at, error } = settlement;
      if (!(error instanceof ProviderError)) return false;
      if (error.outcome === 'instance-exists') return error.instanceId === life.id;
      if (error.outcome !== 'unknown' || error.idempotencyKey === undefined) return false;
      const mayBeIts = life.madeAt >= startedAt && life.madeAt <= at + LONGEST_REQUEST;
      const hasKey = hashIdempotencyKey(error.idempotencyKey) === life.keyHash;
      return client === maker.client && hasKey && mayBeIts;
    });
  }
}
