import type { Faults, MachineMeter, RequestLog } from '@stagely/cloud-emulators';
import type { CloudProvider } from '@stagely/core';
import type { Clock, Logger } from '@stagely/core/plugin';

export const CLOUD_NAMES = ['aws', 'digitalocean', 'hetzner'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

/** How a cloud is to be for a test. */
export interface CloudOptions {
  /** Default: a new `VirtualClock`; the machine's own for real HTTP. */
  readonly clock?: Clock | undefined;
  /** Whether it listens on loopback; else only its `fetch` works. Default: false. */
  readonly listen?: boolean | undefined;
  /** How far reads lag, in milliseconds; the providers reckon with as much. Default: 0. */
  readonly consistencyWindowMs?: number | undefined;
  /** How likely a read lags, from 0 to 1. Default: 1. */
  readonly staleProbability?: number | undefined;
  /** Whether machines come and go, and are looked at, within tenths of a second: for real time. Default: false. */
  readonly quick?: boolean | undefined;
  /** Whether the published request limits are enforced. Default: false. */
  readonly rateLimits?: boolean | undefined;
  readonly seed?: number | undefined;
}

/** A machine by the cloud's own books. */
export interface BookedMachine {
  readonly id: string;
  /** Whether it has neither ended nor is it ending. */
  readonly live: boolean;
  /** Whether anybody can find it: it carries Stagely's marks. */
  readonly known: boolean;
  /** Whether it is switched off. */
  readonly stopped: boolean;
  /** In milliseconds since the epoch. */
  readonly launchedAt: number;
  /** What `hashIdempotencyKey()` makes of its key. */
  readonly keyHash: string | undefined;
  /** How the mark of the provider object that requested it begins. */
  readonly creator: string | undefined;
  /** The end of its lease, in milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  /** The user's tags and Stagely's as `key:value`. */
  readonly tags: readonly string[];
}

/** What a provider is to have of its own; else it is the cloud's. */
export interface ProviderParts {
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Numbers from 0 up to 1, for jitter. */
  readonly random?: (() => number) | undefined;
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
}

/** What another process needs to open a provider of a cloud that listens. */
export interface CloudConnection {
  readonly provider: CloudName;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: ProviderSettings;
}

/** An emulated cloud for a test, and providers for it. */
export interface TestedCloud {
  readonly name: CloudName;
  readonly url: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly meter: MachineMeter;
  /** Texts that no error may show. */
  readonly secrets: readonly string[];
  /** The region that the credentials name. */
  readonly region: string;
  /** Makes a provider that shares nothing with the others, as another process would. */
  openProvider(parts?: ProviderParts): CloudProvider;
  /** What it takes to open such a provider elsewhere. */
  readonly connection: CloudConnection;
  /** Every machine there ever was. */
  machines(): readonly BookedMachine[];
  /** What a sweep should have removed beside machines: launch templates, unassigned addresses, tags of old leases. */
  leftovers(): readonly string[];
  /** Ends a machine behind the provider's back, as the cloud or its console does. */
  endMachine(id: string): void;
  stopMachine(id: string): void;
  /** How many machines the account may have. */
  setQuota(machines: number | 'unlimited'): void;
  /** How many more machines the cloud has room for, of any kind. */
  setCapacity(machines: number | 'unlimited'): void;
  /** Adds a machine that is none of Stagely's, and says its id. */
  plantForeign(): string;
  close(): Promise<void>;
}

/** What all clouds take from the options alike. */
interface ProviderSettings {
  readonly endpoint: string;
  readonly visibilityWindowMs: number;
}
