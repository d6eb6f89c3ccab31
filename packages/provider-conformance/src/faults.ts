import type { Exchange, Fault } from './observer.js';

/** No request reaches the cloud. */
export const unreachable: Fault = async () => {
  throw connectionLost();
};

/** No request reaches the cloud once a signal is aborted. */
export const unreachableAfter =
  (signal: AbortSignal): Fault =>
  async ({ perform }) => {
    if (signal.aborted) throw connectionLost();
    return perform();
  };

/** The request with an index does not reach the cloud; the others do. */
export const refuseRequest =
  (refused: number): Fault =>
  async ({ index, repeated, perform }) => {
    if (index === refused && !repeated) throw connectionLost();
    return perform();
  };

/** The request with an index reaches the cloud and is carried out, but its answer is lost. */
export const loseAnswer =
  (lost: number): Fault =>
  async ({ index, repeated, perform }) => {
    const response = await perform();
    if (index !== lost || repeated) return response;
    await response.arrayBuffer();
    throw connectionLost();
  };

/** The cloud gives this answer to everything. */
export const answer =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fault =>
  async () =>
    new Response(body, { status, headers });

/** A client library that puts the whole request into its error. */
export const echoInError: Fault = async (exchange) => {
  const request = await exchange.print();
  throw Object.assign(new TypeError(`fetch failed: ${request}`, { cause: new Error(request) }), {
    request: { text: request },
  });
};

/** A cloud that puts the whole request into its answer. */
export const echoInAnswer =
  (status: number): Fault =>
  async (exchange: Exchange) => {
    const request = await exchange.print();
    const error = { code: request, message: request, id: request };
    return Response.json({ ...error, error }, { status, statusText: 'Echo' });
  };

function connectionLost(): TypeError {
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
  });
}
