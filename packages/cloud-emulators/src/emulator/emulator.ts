import type { Clock } from '@stagely/core/plugin';
import type { Faults } from '../faults/fault-rules.js';
import type { Capacity } from '../machines/capacity.js';
import type { MachineMeter } from '../machines/machine-meter.js';
import type { Quotas } from '../machines/quotas.js';
import type { RequestLog } from '../requests/request-log.js';
import type { CloudTypes } from './cloud-definition.js';

/** An emulated cloud that serves requests until it is closed. */
export interface Emulator<Cloud extends CloudTypes> {
  /**
   * Where it listens, without a slash at the end: `http://127.0.0.1:40123`. With `port: false` an address
   * that leads nowhere but through `fetch`.
   */
  readonly url: string;
  /**
   * Serves a request inside this process, whatever host it names, without sockets and without any time
   * but the clock's. Paths alone will do: `fetch('/v2/droplets')`.
   */
  readonly fetch: typeof globalThis.fetch;
  /** The cloud's state, to look into and to arrange. */
  readonly state: Cloud['state'];
  readonly faults: Faults;
  readonly clock: Clock;
  readonly requests: RequestLog;
  readonly capacity: Capacity;
  readonly quotas: Quotas<Cloud['quota']>;
  readonly meter: MachineMeter;
  /**
   * Ends every connection and every request under way at once, and resolves when the port is free. The
   * state can still be looked into; requests are refused. A second call does nothing more.
   */
  close(): Promise<void>;
}
