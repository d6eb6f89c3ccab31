import type { Logger } from '@stagely/core';
import { type Clock, SharedCalls } from '@stagely/core/plugin';
import { CallLog } from './call-log.js';
import { InstanceTable } from './instance-table.js';
import { PlannedFailures } from './planned-failures.js';
import type { ParsedSettings } from './settings.js';
import type { SimulatedInstance } from './simulated-instance.js';

/** What a creation came to, for every call that shares it. */
export interface Creation {
  readonly instance: SimulatedInstance;
  readonly publicIp: string;
  /** Whether the instance was there before. */
  readonly reused: boolean;
}

/** The pretended cloud behind a provider, from one reset to the next. */
export class MockCloud {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly instances: InstanceTable;
  readonly calls = new CallLog();
  readonly failures = new PlannedFailures();
  /** The creations that calls with one idempotency key and one spec share, by both. */
  readonly creations = new SharedCalls<Creation>();
  readonly spot: boolean;
  delay: number;
  addressDelay: number;
  bootDelay: number;
  quotaExceeded = false;
  capacityUnavailable = false;
  spotUnavailable = false;
  readonly #discarded = new AbortController();

  constructor(clock: Clock, logger: Logger, settings: ParsedSettings) {
    this.clock = clock;
    this.logger = logger;
    this.instances = new InstanceTable(clock);
    this.spot = settings.spot;
    this.delay = settings.delay;
    this.addressDelay = settings.addressDelay;
    this.bootDelay = settings.bootDelay;
  }

  /** Aborted when a reset puts another cloud in the place of this one. */
  get discarded(): AbortSignal {
    return this.#discarded.signal;
  }

  /** Ends every instance and every wait. */
  discard(): void {
    for (const instance of this.instances.all()) {
      this.instances.end(instance, { reason: 'the mock was reset', requested: true });
    }
    this.#discarded.abort();
  }
}
