import type { Operation } from '@stagely/core/plugin';

/** Where a request goes and what for. */
export interface RequestTarget {
  readonly region: string;
  /** Every error of the request carries it. */
  readonly operation: Operation;
  /** Ends the request early. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the request is to make a machine. */
  readonly launches?: boolean | undefined;
  /** Why another way to the same end, tried before, failed. */
  readonly earlier?: Error | undefined;
}
