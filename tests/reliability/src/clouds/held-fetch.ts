/** Holds what it is given until the answer is there: a `Request` that nobody holds does not hear of its caller's abort. */
export function heldFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  const underWay = new Set<unknown>();
  return async (input, init) => {
    underWay.add(input);
    try {
      return await fetch(input, init);
    } finally {
      underWay.delete(input);
    }
  };
}
