import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is signed of a request, besides its key. */
export interface SignedRequest {
  readonly method: string;
  /** As it stands in the address. */
  readonly path: string;
  /** Decoded names and values, without the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names and values, in the order of `SignedHeaders`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** `20260102T030405Z`. */
  readonly time: string;
  /** The day, the Region, the service, and `aws4_request`. */
  readonly scope: readonly string[];
}

/** The signature, version 4, that a request must carry, as hexadecimal digits. */
export function signRequest(request: SignedRequest, secretAccessKey: string): string {
  const toSign = [
    'AWS4-HMAC-SHA256',
    request.time,
    request.scope.join('/'),
    sha256(canonicalForm(request)),
  ].join('\n');
  const key = request.scope.reduce<Uint8Array | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

/** Compares two signatures without telling by the time it takes where they differ. */
export function signaturesMatch(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function canonicalForm({ method, path, query, headers, body }: SignedRequest): string {
  const pairs = query.map(([name, value]) => [encode(name), encode(value)] as const);
  pairs.sort(([a, aValue], [b, bValue]) => compare(a, b) || compare(aValue, bValue));
  return [
    method,
    path,
    pairs.map((pair) => pair.join('=')).join('&'),
    ...headers.map(([name, value]) => `${name}:${value.trim().replaceAll(/\s+/g, ' ')}`),
    '',
    headers.map(([name]) => name).join(';'),
    sha256(body),
  ].join('\n');
}

function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Percent-encoding of all but the unreserved characters of RFC 3986. */
function encode(given: string): string {
  return encodeURIComponent(given).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
