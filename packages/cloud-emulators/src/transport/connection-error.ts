const messages = {
  ECONNREFUSED: 'connect ECONNREFUSED',
  ECONNRESET: 'read ECONNRESET',
  UND_ERR_SOCKET: 'other side closed',
};

/** How Node's own `fetch` rejects when a connection fails, with the same code in its cause. */
export function connectionError(code: 'ECONNREFUSED' | 'ECONNRESET'): TypeError {
  return new TypeError('fetch failed', { cause: withCode(code) });
}

/** How Node's own `fetch` ends a body that was cut off. */
export function terminatedError(): TypeError {
  return new TypeError('terminated', { cause: withCode('UND_ERR_SOCKET') });
}

function withCode(code: keyof typeof messages): Error & { code: string } {
  return Object.assign(new Error(messages[code]), { code });
}
