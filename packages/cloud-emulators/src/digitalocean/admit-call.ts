import type { ApiCall } from '../emulator/api-call.js';
import { readBearerToken } from '../emulator/read-bearer-token.js';
import { Authorization } from './account/authorization.js';
import { hourLimitReached, minuteLimitReached, unauthorized } from './api-errors.js';
import type { DigitalOceanContext } from './digitalocean-types.js';
import type { Inventory } from './inventory.js';

/** All requests without a known token count together. */
const NOBODY = '';

/**
 * Counts a request and finds out who sent it. The rate limit's headers go on its answer, whatever it is.
 *
 * @throws ApiError 429 when a limit is reached, 401 when the token is none
 */
export function admitCall(
  call: ApiCall,
  { tokens }: Inventory,
  { clock, rateLimiter }: DigitalOceanContext,
): Authorization {
  call.responseHeaders.set('x-request-id', call.requestId);
  const presented = readBearerToken(call.headers);
  const token = presented === undefined ? undefined : tokens.find(presented, clock.now());
  const scope = token?.token ?? NOBODY;

  const minute = rateLimiter.take('minute', scope);
  const hour = rateLimiter.take('hour', scope, minute.allowed ? 1 : 0);
  setRateHeaders(call, {
    limit: hour.limit,
    remaining: minute.allowed ? hour.remaining : 0,
    resetAt: hour.resetAt,
  });
  if (!minute.allowed) throw minuteLimitReached(Math.ceil(minute.retryAfterMs / 1000));
  if (!hour.allowed) throw hourLimitReached();
  if (token === undefined) throw unauthorized();
  return new Authorization(token);
}

function setRateHeaders(
  { responseHeaders }: ApiCall,
  { limit, remaining, resetAt }: { limit: number; remaining: number; resetAt: number },
): void {
  responseHeaders.set('ratelimit-limit', String(limit));
  responseHeaders.set('ratelimit-remaining', String(remaining));
  responseHeaders.set('ratelimit-reset', String(Math.ceil(resetAt / 1000)));
}
