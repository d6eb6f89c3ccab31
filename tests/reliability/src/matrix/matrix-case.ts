import type { CloudName } from '../clouds/tested-cloud.js';
import type { MatrixFault } from './matrix-fault.js';

/**
 * - `once`: one request goes wrong
 * - `always`: from that request on, every request of the same operation does
 * - `down`: from that request on, every request whatever does
 */
export const FAULT_MODES = ['once', 'always', 'down'] as const;
type FaultMode = (typeof FAULT_MODES)[number];

/** One request that a call makes when nothing goes wrong. */
export interface CallRequest {
  /** Which request of the call it is, from 1. */
  readonly position: number;
  readonly operation: string;
  /** Which request of its operation it is, from 1. */
  readonly nth: number;
}

export interface MatrixCase {
  readonly cloud: CloudName;
  readonly scenario: string;
  readonly request: CallRequest;
  readonly fault: MatrixFault;
  readonly mode: FaultMode;
  /** For how long reads lag, in milliseconds. */
  readonly lagMs: number;
}

/** `aws/create/7/resetAfter/once/lag-0`: what `--case` takes. */
export function idOf({ cloud, scenario, request, fault, mode, lagMs }: MatrixCase): string {
  return `${cloud}/${scenario}/${request.position}/${fault.name}/${mode}/lag-${lagMs}`;
}
