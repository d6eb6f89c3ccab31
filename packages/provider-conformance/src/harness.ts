import type { CloudProvider, ProviderContext, ProviderPlugin } from '@stagely/core';
import type { Clock } from '@stagely/core/plugin';

/** What the cloud behind a provider really has: the cases expect accordingly, and none is left out. */
export interface ProviderProperties {
  /** Regions where machines can be created. With a second one, the cases about regions tell the two apart. */
  readonly regions: readonly [string, ...string[]];
  /** Whether there are arm64 machines; `emulated` when amd64 ones stand in for them, with a warning. */
  readonly arm64: boolean | 'emulated';
  /** Whether there are spot machines. */
  readonly spot: boolean;
  /** For how long after a change reads may still show what was before, in milliseconds; 0 for never. */
  readonly visibilityWindowMs: number;
}

/** A clock; one with `run`, such as `VirtualClock`, is told to carry every case to its end. */
export interface ConformanceClock extends Clock {
  run?<T>(program: () => Promise<T>): Promise<T>;
}

/** What the author of a provider gives the kit. */
export interface ConformanceHarness {
  /** The default export of the provider package. */
  readonly plugin: ProviderPlugin;
  /**
   * Credentials that work. The values of the plugin's `secretFields` must have at least eight characters and
   * appear nowhere else, because the cases search for them in all that can be seen.
   */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** An instance id of the right form that no machine has. */
  readonly unknownInstanceId: string;
  readonly properties: ProviderProperties;

  /** Credentials of the right form that the cloud refuses. Left out only where there are none, as in memory. */
  readonly invalidCredentials?: Readonly<Record<string, unknown>> | undefined;
  /** The folder of the provider's package.json, as a path or `file:` URL. The package is imported in a process of its own. */
  readonly packageFolder?: string | URL | undefined;
  /** The provider's own settings, such as the `endpoint` of a test double. */
  readonly settings?: unknown;
  /** Makes the requests, such as the `fetch` of a test double in the same process. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Default: the machine's own clock. */
  readonly clock?: ConformanceClock | undefined;
  /**
   * Makes a provider. Default: the plugin's own `createProvider`. Every provider that it makes must see the
   * same machines.
   */
  createProvider?(
    credentials: unknown,
    context: ProviderContext,
  ): CloudProvider | Promise<CloudProvider>;
  /**
   * How many machines are live (not ended and not ending) in the test double, by its own books. Without it the
   * cases count what the provider lists, and a machine that it hides is not found.
   */
  countLiveInstances?(): number | Promise<number>;
  /** Makes a machine in the same account as another program would, without anything of Stagely's on it. */
  createForeignInstance?(): void | Promise<void>;
  /** Stops a machine behind the provider's back, as the cloud's own console would. */
  stopInstance?(instanceId: string): void | Promise<void>;
}
