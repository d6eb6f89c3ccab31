import type { CreatedInstance, InstanceStatus, ListedInstance, ReapResult } from '@stagely/core';
import type { Operation } from './program.js';

/** How an operation came to its end. */
type Settlement =
  | { readonly at: number; readonly value: unknown }
  | { readonly at: number; readonly error: unknown };

/** One operation of a client, as the program began it. */
export interface OperationRecord {
  readonly number: number;
  readonly client: string;
  readonly action: Operation;
  /** Which machine it is about, where it is about one. */
  readonly target: string | undefined;
  readonly startedAt: number;
  abortedAt?: number;
  settlement?: Settlement;
  /** The machine that a creation gave. */
  created?: CreatedInstance;
  /** What a status told. */
  status?: InstanceStatus;
  /** What a list had. */
  listed?: readonly ListedInstance[];
  /** What a reaping did. */
  reaped?: ReapResult;
}

/** For messages: `#3 create by client-1`. */
export function nameOf({ number, client, action }: OperationRecord): string {
  return `#${number} ${action.type} by ${client}`;
}
