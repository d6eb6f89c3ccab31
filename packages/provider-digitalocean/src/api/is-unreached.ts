/** What keeps a connection from being made, so that nothing was sent over it. */
const codes: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Whether an error of `fetch` says that the request never left. */
export function isUnreached(error: unknown): boolean {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; depth++) {
    if ('code' in inner && codes.includes(inner.code)) return true;
    inner = inner.cause;
  }
  return false;
}
