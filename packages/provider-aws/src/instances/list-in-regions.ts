/** In how many regions the first page is read ahead, while those before are used. */
const AHEAD = 4;

/**
 * Lists region after region, with the first page of the next ones under way already: there are more than thirty regions,
 * most of them far away and empty. What is under way when the listing is left is cut.
 */
export async function* listInRegions<T>(
  regions: readonly string[],
  list: (region: string, signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  const left = new AbortController();
  const cut = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
  const waiting = [...regions];
  const begun: Listing<T>[] = [];
  try {
    for (;;) {
      while (begun.length <= AHEAD && waiting.length > 0) {
        begun.push(begin(list(waiting.shift() ?? '', cut)));
      }
      const next = begun.shift();
      if (next === undefined) return;
      const first = await next.first;
      if (first.done) continue;
      yield first.value;
      yield* next.rest;
    }
  } finally {
    left.abort();
  }
}

interface Listing<T> {
  readonly first: Promise<IteratorResult<T, void>>;
  readonly rest: AsyncGenerator<T, void, undefined>;
}

function begin<T>(rest: AsyncGenerator<T, void, undefined>): Listing<T> {
  const first = rest.next();
  // Whoever gets to this region learns of its failure; until then it must not count as unhandled.
  first.catch(() => undefined);
  return { first, rest };
}
