import type { Clock } from '../clock/clock.js';
import type { Logger } from './logger.js';

/** What the application gives a provider beside credentials. Nothing here comes from stored credentials. */
export interface ProviderContext {
  /** The provider's own settings, such as `endpoint`; each provider checks and documents them. */
  settings?: unknown;
  /** Default: silent. */
  logger?: Logger | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** Makes the HTTP requests of providers that use `fetch`. Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Numbers from 0 up to 1, for jitter. Default: `Math.random`. */
  random?: (() => number) | undefined;
}
