/** The token of an `Authorization: Bearer …` header; undefined when there is none. */
export function readBearerToken(headers: Headers): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
}
