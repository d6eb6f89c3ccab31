import type { CloudName } from '../clouds/tested-cloud.js';
import { statusCodeOf } from '../matrix/status-code-of.js';
import { errorAnswer } from './error-answer.js';
import { type Told, tellAll, tellInHeader } from './tell-all.js';
import { THROWN } from './thrown.js';

/** What an adversary makes of a request. */
export interface Echo {
  readonly name: string;
  /** What it throws is what `fetch` rejects with. */
  readonly answer: (cloud: CloudName, told: Told) => Response;
}

const STATUSES = [400, 401, 403, 404, 408, 409, 410, 412, 422, 423, 429, 500, 502, 503, 504];
const REDIRECTS = [301, 302, 303, 307, 308];
const HTML = { 'content-type': 'text/html' };

const headersOf = (told: Told) => {
  const value = tellInHeader(told);
  return {
    'x-request-id': value,
    'x-amzn-requestid': value,
    'x-amz-id-2': value,
    'x-correlation-id': value,
    'www-authenticate': `Bearer realm="${value}"`,
    server: value,
    warning: `199 - "${value}"`,
  };
};

const page = (told: Told) =>
  `<!DOCTYPE html><html><head><title>Error</title></head><body><pre>${tellAll(told)}</pre></body></html>`;

/** The cloud's own code, and everything else in the message, in details and in headers. */
const refusal = (status: number): Echo => ({
  name: `${status}, a message`,
  answer: (cloud, told) =>
    errorAnswer(cloud, {
      status,
      code: statusCodeOf(cloud, told.request.operation, status),
      message: tellAll(told),
      headers: headersOf(told),
    }),
});

/** Everything in the code too. */
const codeRefusal = (status: number): Echo => ({
  name: `${status}, a code`,
  answer: (cloud, told) =>
    errorAnswer(cloud, { status, code: tellAll(told), message: tellAll(told), headers: {} }),
});

const proxyPage = (status: number): Echo => ({
  name: `${status}, a page`,
  answer: (_, told) => new Response(page(told), { status, headers: HTML }),
});

const redirect = (status: number): Echo => ({
  name: `${status}, a redirect`,
  answer: (_, told) => {
    const location = `https://elsewhere.example/?${new URLSearchParams({ told: tellAll(told).slice(0, 4_000) })}`;
    return new Response(page(told), { status, headers: { ...headersOf(told), location } });
  },
});

const shape = (name: string, answer: Echo['answer']): Echo => ({ name, answer });

const SHAPES: readonly Echo[] = [
  shape('200, a page', (_, told) => new Response(page(told), { headers: HTML })),
  shape('200, a page that is called JSON', (_, told) =>
    Response.json(tellAll(told), { headers: headersOf(told) }),
  ),
  shape('200, another shape', (cloud, told) => wrongShape(cloud, told)),
  shape('200, cut in the middle', (cloud, told) => cutShort(cloud, told, 200)),
  shape('401, cut in the middle', (cloud, told) => cutShort(cloud, told, 401)),
  shape('503, cut in the middle', (cloud, told) => cutShort(cloud, told, 503)),
  shape('500, broken off', (_, told) => brokenOff(told, 500)),
  shape('200, broken off', (_, told) => brokenOff(told, 200)),
  shape(
    '422, a status text',
    (_, told) =>
      new Response(null, {
        status: 422,
        statusText: tellInHeader(told),
        headers: headersOf(told),
      }),
  ),
];

const thrown = Object.entries(THROWN).map(
  ([name, toError]): Echo => ({
    name: `thrown: ${name}`,
    answer: (_, told) => {
      throw toError(told);
    },
  }),
);

export const ECHOES: readonly Echo[] = [
  ...STATUSES.flatMap((status) => [refusal(status), codeRefusal(status), proxyPage(status)]),
  ...REDIRECTS.map(redirect),
  ...SHAPES,
  ...thrown,
];

/** Names and values of every kind where none is expected. */
function wrongShape(cloud: CloudName, told: Told): Response {
  const text = tellAll(told);
  if (cloud === 'aws') {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const body = `<Answer><requestId>${escaped}</requestId><reservationSet><item><instancesSet><item><instanceId/><launchTime>${escaped}</launchTime></item></instancesSet></item></reservationSet></Answer>`;
    return new Response(body.replace(/[^\t\n\r -\ufffd]/g, ''), {
      headers: { 'content-type': 'text/xml' },
    });
  }
  const odd = { [text]: text, id: text, name: [text], labels: { [text]: [text] }, tags: text };
  const keys = ['server', 'servers', 'droplet', 'droplets', 'action', 'actions', 'meta', 'account'];
  const lists = ['server_types', 'locations', 'images', 'regions', 'sizes', 'tags', 'primary_ips'];
  const one = Object.fromEntries(keys.map((key) => [key, key.endsWith('s') ? [odd] : odd]));
  return Response.json({ ...one, ...Object.fromEntries(lists.map((key) => [key, [odd]])) });
}

function cutShort(cloud: CloudName, told: Told, status: number): Response {
  const { body, type } =
    cloud === 'aws'
      ? { body: `<Response><Errors><Error><Code>${tellAll(told)}`, type: 'text/xml' }
      : { body: `{"error":{"code":"${tellAll(told)}`, type: 'application/json' };
  return new Response(body, { status, headers: { 'content-type': type } });
}

function brokenOff(told: Told, status: number): Response {
  const start = new TextEncoder().encode(page(told).slice(0, 300));
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(start),
    pull: (controller) => controller.error(new TypeError(`terminated: ${tellAll(told)}`)),
  });
  return new Response(body, { status, headers: HTML });
}
