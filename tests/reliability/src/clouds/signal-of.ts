type FetchInput = Parameters<typeof globalThis.fetch>[0];

/** What cuts a request. */
export function signalOf(input: FetchInput, init: RequestInit | undefined): AbortSignal | null {
  return init?.signal ?? (input instanceof Request ? input.signal : null);
}
