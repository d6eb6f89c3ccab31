import type { Clock } from '@stagely/core/plugin';
import type { Hono } from 'hono';
import type { Capacity } from '../machines/capacity.js';
import type { MachineMeter } from '../machines/machine-meter.js';
import type { Quotas } from '../machines/quotas.js';
import type { Timing } from '../machines/timing.js';
import type { Random } from '../random/random.js';
import type { RateLimit } from '../rates/rate-limit.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import type { ReadConsistency } from '../storage/read-consistency.js';
import type { ApiCall, EmulatorEnvironment } from './api-call.js';
import type { ApiError } from './api-error.js';

/** The types in which one cloud differs from another; each cloud extends it. */
export interface CloudTypes {
  state: object;
  /** Names of its timings, such as `runningMs`. */
  timing: string;
  /** Names of its quotas, such as `servers`. */
  quota: string;
  /** Names of its rate limits, such as `project`. */
  rateLimit: string;
  /** What it accepts, such as a list of tokens. */
  credentials: unknown;
}

/** What holds unless the options say otherwise. */
interface CloudDefaults<Cloud extends CloudTypes> {
  readonly timings: Readonly<Record<Cloud['timing'], Timing>>;
  readonly quotas: Readonly<Record<Cloud['quota'], number | 'unlimited'>>;
  /** As the cloud publishes them. */
  readonly rateLimits: Readonly<Record<Cloud['rateLimit'], RateLimit>>;
  readonly credentials: Cloud['credentials'];
}

/** What a cloud's state and routes work with. */
export interface CloudContext<Cloud extends CloudTypes> {
  readonly clock: Clock;
  /** For ids, addresses and whatever else the cloud draws. */
  readonly random: Random;
  readonly credentials: Cloud['credentials'];
  readonly quotas: Quotas<Cloud['quota']>;
  readonly capacity: Capacity;
  readonly rateLimiter: RateLimiter<Cloud['rateLimit']>;
  readonly consistency: ReadConsistency;
  readonly meter: MachineMeter;
  /** How long something takes, in milliseconds; ask once for each machine and keep the answer. */
  drawTiming(name: Cloud['timing']): number;
}

/** One cloud: everything that `startEmulator` has to know of it. */
export interface CloudDefinition<Cloud extends CloudTypes> {
  /** `ec2`, `digitalocean`, `hetzner`. */
  readonly name: string;
  readonly defaults: CloudDefaults<Cloud>;
  /** The largest request body the cloud takes. */
  readonly bodyLimitBytes: number;
  createState(context: CloudContext<Cloud>): Cloud['state'];
  /**
   * The routes. Handlers find the request as `c.env.call`, throw an `ApiError` to answer an error, and set
   * headers that belong to every answer on `c.env.call.responseHeaders`. Unknown routes are the app's own
   * `notFound`, which throws as well.
   */
  createApp(state: Cloud['state'], context: CloudContext<Cloud>): Hono<EmulatorEnvironment>;
  /**
   * The operation's name, for the log and for faults: `RunInstances`, `GET /v2/droplets/{id}`. Undefined
   * for what the cloud does not know, never made from what the client sent.
   */
  nameOperation(call: Omit<ApiCall, 'operation'>): string | undefined;
  /** Gives an error the cloud's own form. */
  renderError(error: ApiError, call: ApiCall): Response;
  readonly errors: {
    /** The body is larger than `bodyLimitBytes`. */
    bodyTooLarge(): ApiError;
    /** A handler threw something that is no `ApiError`. */
    internal(): ApiError;
  };
}
