/** How the tests are run. */
export interface TestConformanceOptions {
  /** How long one case may take, in milliseconds. Default: 600,000 (10 minutes), enough for a real cloud. */
  timeoutMs?: number | undefined;
}

export const DEFAULT_TIMEOUT = 600_000;
