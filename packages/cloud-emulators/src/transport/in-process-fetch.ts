import type { Clock } from '@stagely/core/plugin';
import { connectionError, terminatedError } from './connection-error.js';
import { chunksOf, type Delivery, firstHalf, hasNoBody, type ServeCall } from './delivery.js';
import { readBoundedBody } from './read-bounded-body.js';

/** Options of `createInProcessFetch`. */
export interface InProcessFetchOptions {
  /** What relative addresses are relative to. */
  url: string;
  serve: ServeCall;
  bodyLimitBytes: number;
  clock: Clock;
  /** Aborted when the emulator closes. */
  closing: AbortSignal;
}

/**
 * Makes a `fetch` that serves every request inside this process, whatever host it names: no sockets, and
 * no time but the clock's.
 */
export function createInProcessFetch(options: InProcessFetchOptions): typeof globalThis.fetch {
  const { url, serve, bodyLimitBytes, clock, closing } = options;
  // A `Request` hears of its caller's abort only as long as somebody holds it.
  const underWay = new Set<unknown>();
  return async (input, init) => {
    const request = new Request(typeof input === 'string' ? new URL(input, url) : input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : request.signal);
    signal.throwIfAborted();
    if (closing.aborted) throw connectionError('ECONNREFUSED');

    const call = async () => {
      const headers = new Headers(request.headers);
      const address = new URL(request.url);
      if (!headers.has('host')) headers.set('host', address.host);
      const body = await readBoundedBody(request.body ?? noChunks(), bodyLimitBytes);
      return serve({ method: request.method, url: address, headers, ...body });
    };
    const end = () => underWay.delete(input);
    underWay.add(input);
    try {
      const delivery = await unlessAborted(call(), [signal, closing]);
      if (delivery.kind === 'hang') {
        return await unlessAborted(new Promise<never>(() => {}), [signal, closing]);
      }
      const response = toResponse(delivery, request.method, {
        clock,
        signals: [signal, closing],
        end,
      });
      if (delivery.kind !== 'drip' || response.body === null) end();
      return response;
    } catch (error) {
      end();
      throw error;
    }
  };
}

function toResponse(
  delivery: Exclude<Delivery, { kind: 'hang' }>,
  method: string,
  dripping: Dripping,
): Response {
  if (delivery.kind === 'refuse') throw connectionError('ECONNREFUSED');
  if (delivery.kind === 'reset') throw connectionError('ECONNRESET');
  const { status, headers, body } = delivery.answer;
  const head = { status, headers: new Headers(headers) };
  if (hasNoBody(status) || method === 'HEAD') return new Response(null, head);
  head.headers.set('content-length', String(body.length));
  if (delivery.kind === 'truncated') return new Response(cutOff(firstHalf(body)), head);
  if (delivery.kind === 'drip') return new Response(drip(delivery, dripping), head);
  return new Response(body, head);
}

function cutOff(start: Uint8Array): ReadableStream<Uint8Array> {
  const chunks = chunksOf(start, Math.max(1, start.length));
  return new ReadableStream({
    pull(controller) {
      const { value } = chunks.next();
      if (value) controller.enqueue(value);
      else controller.error(terminatedError());
    },
  });
}

interface Dripping {
  readonly clock: Clock;
  readonly signals: readonly AbortSignal[];
  /** Called when there is no more to come. */
  readonly end: () => void;
}

function drip(
  delivery: Extract<Delivery, { kind: 'drip' }>,
  { clock, signals, end }: Dripping,
): ReadableStream<Uint8Array> {
  const cancelled = new AbortController();
  const stop = AbortSignal.any([...signals, cancelled.signal]);
  const chunks = chunksOf(delivery.answer.body, delivery.bytesPerChunk);
  return new ReadableStream({
    async pull(controller) {
      const { value } = chunks.next();
      if (value) {
        await clock.sleep(delivery.intervalMs, stop).catch((error: unknown) => {
          end();
          throw error;
        });
        controller.enqueue(value);
      } else {
        end();
        controller.close();
      }
    },
    cancel() {
      cancelled.abort();
      end();
    },
  });
}

/** Settles as the work does, or rejects with the reason of the first signal to be aborted. */
function unlessAborted<T>(work: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const listeners = signals.map((signal) => ({ signal, abort: () => reject(signal.reason) }));
    for (const { signal, abort } of listeners) {
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
    }
    work.then(resolve, reject).finally(() => {
      for (const { signal, abort } of listeners) signal.removeEventListener('abort', abort);
    });
  });
}

async function* noChunks(): AsyncGenerator<Uint8Array, void, undefined> {}
