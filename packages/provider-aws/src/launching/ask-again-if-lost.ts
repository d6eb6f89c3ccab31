import {
  InvalidInputError,
  NetworkFailureError,
  ProviderError,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';

/**
 * Makes a create request with a token, and the same one once more when its answer was lost: EC2 answers the same thing
 * to the same token, so that is no second try. What the second answer does not settle stays as the first left it.
 */
export async function askAgainIfLost<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (lost) {
    if (!(lost instanceof ProviderError) || !isLost(lost)) throw lost;
    try {
      return await request();
    } catch (second) {
      // A request that timed out may still be carried out, after any refusal.
      if (lost.outcome === 'unknown') throw lost;
      throw isRefusal(second) || hasTimedOut(second) ? second : lost;
    }
  }
}

function isLost(error: ProviderError): boolean {
  return (
    error instanceof NetworkFailureError &&
    !(error instanceof RateLimitedError) &&
    error.outcome !== 'no-instance'
  );
}

function hasTimedOut(error: unknown): boolean {
  return error instanceof ProviderError && error.outcome === 'unknown';
}

/** Whether EC2 has looked at the token: a machine that the first request made would have been its answer. */
function isRefusal(error: unknown): boolean {
  return error instanceof QuotaExceededError || error instanceof InvalidInputError;
}
