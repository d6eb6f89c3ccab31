import type { Market } from '../../machines/capacity.js';
import type { Instance } from '../instances/instance.js';
import type { LaunchTemplate } from '../state/launch-template-store.js';
import type { FleetOverride } from './fleet-request.js';

/** One way to launch that a fleet has: a template, and what is different from it. */
export interface FleetCandidate {
  readonly template: LaunchTemplate;
  readonly version: string;
  readonly override: FleetOverride;
}

/** Instances that one candidate brought. */
export interface FleetLaunch {
  readonly candidate: FleetCandidate;
  readonly market: Market;
  readonly instances: readonly Instance[];
}

/** Why a candidate brought none. */
export interface FleetFailure {
  readonly candidate: FleetCandidate;
  readonly market: Market;
  readonly code: string;
  readonly message: string;
}

/** A fleet of type instant: what one request brought, and nothing that lives on. */
export interface Fleet {
  readonly id: string;
  readonly createdAt: number;
  readonly launches: readonly FleetLaunch[];
  readonly failures: readonly FleetFailure[];
  /** Of all launches. */
  readonly instances: readonly Instance[];
}
