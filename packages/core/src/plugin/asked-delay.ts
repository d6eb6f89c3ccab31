import { ProviderError } from '../errors/provider-error.js';

/** How long the cloud asks to wait, in milliseconds; 0 where it does not say, or says nonsense. */
export function askedDelay(error: unknown): number {
  const asked = error instanceof ProviderError ? error.retryAfterMs : undefined;
  return asked !== undefined && Number.isFinite(asked) ? asked : 0;
}
