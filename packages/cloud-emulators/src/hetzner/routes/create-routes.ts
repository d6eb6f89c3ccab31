import { Hono } from 'hono';
import type { EmulatorEnvironment } from '../../emulator/api-call.js';
import { readBearerToken } from '../../emulator/read-bearer-token.js';
import { type Access, readCredentials } from '../credentials.js';
import {
  maintenance,
  methodNotAllowed,
  rateLimited,
  routeNotFound,
  tokenInvalid,
  tokenMissing,
  tokenReadOnly,
} from '../errors.js';
import type { HetznerAnswer } from '../requests/hetzner-request.js';
import { readQuery } from '../requests/read-query.js';
import type { HetznerAccount } from '../state/account.js';
import { correlationId } from '../wire/correlation-id.js';
import { findOperation, matchPath } from './operation-table.js';

/** The name of the rate limit's scope for requests without a valid token. */
const NOBODY = '';

/**
 * The API. In the order of the real one: the path, the token, the method, then what the operation itself
 * checks.
 */
export function createRoutes(account: HetznerAccount): Hono<EmulatorEnvironment> {
  const { context } = account;
  const tokens = readCredentials(context.credentials);
  const app = new Hono<EmulatorEnvironment>();

  app.all('*', ({ env: { call } }) => {
    call.responseHeaders.set('x-correlation-id', correlationId(call));
    const route = matchPath(call.url.pathname);
    if (route === undefined) throw routeNotFound();

    const token = readBearerToken(call.headers);
    const access = token === undefined ? undefined : tokens.get(token);
    const { allowed, limit } = takeFromBudget(access);
    if (!allowed) throw rateLimited(limit);
    if (token === undefined) throw tokenMissing();
    if (access === undefined) throw tokenInvalid();

    const operation = findOperation(route.path, call.method);
    if (operation === undefined) throw methodNotAllowed();
    if (operation.method !== 'GET') {
      if (access.readOnly) throw tokenReadOnly(account.behaviour.readOnlyToken);
      if (account.inMaintenance) throw maintenance();
    }
    return toResponse(
      operation.answer({
        call,
        account,
        project: account.project(access.project),
        pathParameters: route.pathParameters,
        query: readQuery(account, call.url.searchParams, operation.parameters ?? {}),
      }),
    );

    function takeFromBudget(holder: Access | undefined) {
      const verdict = context.rateLimiter.take('project', holder?.project ?? NOBODY);
      call.responseHeaders.set('ratelimit-limit', String(verdict.limit));
      call.responseHeaders.set('ratelimit-remaining', String(verdict.remaining));
      call.responseHeaders.set('ratelimit-reset', String(Math.ceil(verdict.resetAt / 1000)));
      return verdict;
    }
  });
  return app;
}

function toResponse({ status, body, headers = {} }: HetznerAnswer): Response {
  return body === undefined
    ? new Response(null, { status, headers })
    : Response.json(body, { status, headers });
}
