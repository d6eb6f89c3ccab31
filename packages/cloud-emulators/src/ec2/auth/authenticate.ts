import type { ApiCall } from '../../emulator/api-call.js';
import { requestErrors } from '../errors/request-errors.js';
import type { Ec2Credentials } from './ec2-credentials.js';
import { type Authorization, readAuthorization } from './read-authorization.js';
import { signaturesMatch, signRequest } from './signature-v4.js';

/** What requests are checked against. */
export interface AuthenticationRules {
  readonly credentials: readonly Ec2Credentials[];
  /** Whether the account may use a Region. */
  hasRegion(region: string): boolean;
  /** How old or early a request may be, in milliseconds; undefined: any age. */
  readonly maximumClockSkewMs: number | undefined;
}

/**
 * Checks who signed a request.
 *
 * @returns the Region it is for, which is the one in its signature
 * @throws ApiError AuthFailure for everything that does not fit together, RequestExpired for one too old
 */
export function authenticate(call: ApiCall, rules: AuthenticationRules): string {
  const authorization = readAuthorization(call);
  const { accessKeyId, scope, sessionToken, time, signature } = authorization;
  const [day = '', region = '', service] = scope;
  const known = rules.credentials.find(
    (credentials) =>
      credentials.accessKeyId === accessKeyId && credentials.sessionToken === sessionToken,
  );
  const right =
    known !== undefined &&
    service === 'ec2' &&
    time.startsWith(day) &&
    signaturesMatch(signature, signRequest(signedPart(call, authorization), known.secretAccessKey));
  if (!right) throw requestErrors.authFailure();
  if (known.expiresAt && known.expiresAt.getTime() <= call.at) throw requestErrors.requestExpired();
  checkAge(call, authorization, rules.maximumClockSkewMs);
  if (!rules.hasRegion(region) || !hostFits(call, region)) throw requestErrors.authFailure();
  return region;
}

function signedPart(call: ApiCall, { signedHeaders, time, scope }: Authorization) {
  const { method, url, headers, body, bodyBytes } = call;
  return {
    method,
    path: url.pathname,
    query: [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature'),
    headers: signedHeaders.map((name) => {
      const value = headers.get(name) ?? (name === 'content-length' ? String(bodyBytes) : '');
      return [name, value] as const;
    }),
    body,
    time,
    scope,
  };
}

function checkAge(
  call: ApiCall,
  { time, validForSeconds }: Authorization,
  maximumClockSkewMs: number | undefined,
): void {
  if (maximumClockSkewMs === undefined) return;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const validMs = validForSeconds === undefined ? maximumClockSkewMs : validForSeconds * 1000;
  const age = call.at - signedAt;
  const valid = age >= -maximumClockSkewMs && age <= validMs;
  if (!valid) throw requestErrors.requestExpired();
}

/** A host of AWS itself must name the same Region as the signature; any other host says nothing. */
function hostFits({ url: { hostname } }: ApiCall, region: string): boolean {
  const named = /^ec2\.([a-z0-9-]+)\.amazonaws\.com$/.exec(hostname)?.[1];
  return named === undefined || named === region;
}
