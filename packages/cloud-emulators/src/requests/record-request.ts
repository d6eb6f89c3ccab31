import type { ApiCall } from '../emulator/api-call.js';
import type { RecordedRequest } from './recorded-request.js';

const BODY_LIMIT = 65_536;

const secretHeaders = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-amz-security-token',
]);

/** Parameters of presigned addresses, and of tokens put into an address by mistake. */
const secretParameters = new Set([
  'access_token',
  'awsaccesskeyid',
  'signature',
  'token',
  'x-amz-credential',
  'x-amz-security-token',
  'x-amz-signature',
]);

/** The record of a request that has just come, without what authorises it. */
export function recordRequest(call: ApiCall): RecordedRequest {
  const query = new Map<string, string[]>();
  for (const [name, value] of call.url.searchParams) {
    if (!secretParameters.has(name.toLowerCase()))
      query.set(name, [...(query.get(name) ?? []), value]);
  }
  return {
    sequence: call.sequence,
    at: call.at,
    method: call.method,
    path: call.url.pathname,
    query: Object.fromEntries(query),
    operation: call.operation,
    headers: Object.fromEntries([...call.headers].filter(([name]) => !secretHeaders.has(name))),
    body: call.bodyText.slice(0, BODY_LIMIT),
    bodyBytes: call.bodyBytes,
    faults: [],
    handled: false,
  };
}
