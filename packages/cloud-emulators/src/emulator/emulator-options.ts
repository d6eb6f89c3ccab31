import type { Clock } from '@stagely/core/plugin';
import type { CapacityRule } from '../machines/capacity.js';
import type { MeteredMachine } from '../machines/machine-meter.js';
import type { Timing } from '../machines/timing.js';
import type { RateLimit } from '../rates/rate-limit.js';
import type { ConsistencyOptions } from '../storage/read-consistency.js';
import type { CloudTypes } from './cloud-definition.js';

/** The options that every emulator takes. */
export interface EmulatorOptions<Cloud extends CloudTypes> {
  /** Where time comes from. Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** The port on 127.0.0.1. Default: a free one. `false` does not listen at all: only `fetch` works. */
  port?: number | false | undefined;
  /** Decides everything that is drawn: ids, timings, faults. Default: 1. */
  seed?: string | number | undefined;
  /** How long machines take, in milliseconds. Default: the cloud's own table. */
  timings?: { readonly [Name in Cloud['timing']]?: Timing | undefined } | undefined;
  /** How far reads lag behind writes; a number of milliseconds is for all reads. Default: 0. */
  consistencyWindowMs?: number | ConsistencyOptions | undefined;
  /**
   * `true` enforces the limits the cloud publishes, an object these with some replaced, `false` none.
   * Default: `true`.
   */
  rateLimits?:
    | boolean
    | { readonly [Name in Cloud['rateLimit']]?: RateLimit | undefined }
    | undefined;
  /** What the account may have at once. Default: the cloud's own table. */
  quotas?: { readonly [Name in Cloud['quota']]?: number | 'unlimited' | undefined } | undefined;
  /** What the cloud has left. Default: everything without limit. */
  capacity?: readonly CapacityRule[] | undefined;
  /** What is accepted. Default: the cloud's documented test credentials. */
  credentials?: Cloud['credentials'] | undefined;
  /** The meter's group of a machine, such as its owner's tag. Default: one group, `all`. */
  meterGroup?: ((machine: MeteredMachine) => string) | undefined;
  /** How many requests the log keeps. Default: 1000. */
  requestLogSize?: number | undefined;
}
