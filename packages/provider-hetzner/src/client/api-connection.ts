import { type Clock, Redactor, withDeadline } from '@stagely/core/plugin';
import ky, { type KyInstance } from 'ky';
import * as v from 'valibot';
import { HetznerAPIError } from './hetzner-api-error.js';
import { type ConnectionFailure, HetznerConnectionError } from './hetzner-connection-error.js';
import { redactValue } from './redact-value.js';
import { errorSchema } from './wire/error-schema.js';

/** What every request takes. */
export interface RequestOptions {
  /** Ends the request early; the call rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without a slash at the start. */
  readonly path: string;
  readonly query?: URLSearchParams | undefined;
  readonly body?: object | undefined;
  /** Texts in the body that no error may show. */
  readonly secrets?: readonly (string | undefined)[] | undefined;
}

export interface ApiConnectionOptions {
  readonly token: string;
  readonly baseURL: string;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** An answer that came whole. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What is read of a message at all: redacting takes time. */
const LONGEST_MESSAGE = 4_000;

/** Error codes of connections that never came about. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Sends requests to the API, each of them once, and reads the answers. */
export class ApiConnection {
  readonly #ky: KyInstance;
  readonly #redactor: Redactor;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  /** @throws TypeError for a token that no header can hold */
  constructor({ token, baseURL, timeoutMs, fetch, clock }: ApiConnectionOptions) {
    this.#redactor = new Redactor(() => [token]);
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
    this.#ky = ky.create({
      prefixUrl: baseURL,
      headers: { authorization: toAuthorization(token), 'user-agent': '@stagely/provider-hetzner' },
      // Left to itself, ky would wait for RateLimit-Reset, which is up to an hour away.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      // Token and user data go nowhere but to the API.
      redirect: 'manual',
      fetch,
    });
  }

  /**
   * @throws HetznerAPIError when the API answers with an error
   * @throws HetznerConnectionError when there is no answer, or none that can be read
   * @throws the reason of the signal when it is aborted
   */
  request<const Schema extends v.GenericSchema>(
    schema: Schema,
    request: ApiRequest,
    options: RequestOptions = {},
  ): Promise<v.InferOutput<Schema>> {
    return this.hiding(request.secrets ?? [], () => this.#request(schema, request, options));
  }

  /** Takes texts out of errors, as the token is, for as long as some work takes. */
  hiding<T>(texts: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
    return this.#redactor.during(texts, work);
  }

  /** A text of an answer as anybody may see it. */
  redact(text: string): string {
    return this.#redactor.text(text);
  }

  async #request<const Schema extends v.GenericSchema>(
    schema: Schema,
    request: ApiRequest,
    { signal }: RequestOptions,
  ): Promise<v.InferOutput<Schema>> {
    const { method, path } = request;
    const redactor = this.#redactor;
    const described = `${method} /${path}`;
    const answer = await this.#send(request, { signal, described });
    const body = readJson(answer.text);
    if (answer.status >= 400) throw toAPIError(answer, body, redactor);
    const parsed = v.safeParse(schema, body);
    if (parsed.success) return parsed.output;
    // Only where it is wrong, not what is there: the answer to a create request holds a password.
    const where = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'the whole').slice(0, 5);
    const correlationId = readCorrelationId(answer.headers, redactor);
    throw new HetznerConnectionError(
      `The answer to ${described} is not as expected: ${where.join(', ')}.`,
      { failure: 'unreadable', status: answer.status, correlationId },
    );
  }

  async #send(
    { method, path, query, body }: ApiRequest,
    given: { signal: AbortSignal | undefined; described: string },
  ): Promise<Answer> {
    const { signal, described } = given;
    const timeoutMs = this.#timeoutMs;
    return withDeadline({ clock: this.#clock, timeoutMs, signal }, async (scope) => {
      try {
        scope.signal.throwIfAborted();
        const response = await this.#ky(path, {
          method,
          signal: scope.signal,
          searchParams: query,
          json: body,
        });
        const { status, headers } = response;
        return { status, headers, text: await response.text() };
      } catch (error) {
        signal?.throwIfAborted();
        const failure: ConnectionFailure = scope.expired()
          ? 'timeout'
          : isNotSent(error)
            ? 'unreachable'
            : 'lost';
        throw new HetznerConnectionError(explain(failure, described, timeoutMs), {
          failure,
          cause: this.#redactor.error(error),
        });
      }
    });
  }
}

/** What the platform says of a header that is not valid shows the header. */
function toAuthorization(token: string): string {
  const authorization = `Bearer ${token}`;
  try {
    new Headers({ authorization });
  } catch {
    throw new TypeError('The token has characters that no HTTP header can hold.');
  }
  return authorization;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toAPIError({ status, headers }: Answer, body: unknown, redactor: Redactor): Error {
  const redact = (text: string) => redactor.text(text);
  const common = {
    status,
    correlationId: readCorrelationId(headers, redactor),
    retryAfterMs: readRetryAfter(headers.get('retry-after')),
  };
  const parsed = v.safeParse(errorSchema, body);
  if (!parsed.success) {
    // Without the form of the API it comes from something between us and the API, which knows nothing of servers.
    if (status === 404) {
      const message = 'The answer has the status 404, but is none of the API.';
      return new HetznerConnectionError(message, { failure: 'unreadable', ...common });
    }
    return new HetznerAPIError(`The API answered with the status ${status}.`, common);
  }
  const { code, message, details } = parsed.output.error;
  return new HetznerAPIError(redact(message.slice(0, LONGEST_MESSAGE)), {
    ...common,
    code: redact(code.slice(0, LONGEST_MESSAGE)),
    details: redactValue(details ?? null, redact),
  });
}

/** `Retry-After` in seconds; its other form, a date, is sent by nothing on the way to this API. */
function readRetryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}

function readCorrelationId(headers: Headers, redactor: Redactor): string | undefined {
  const id = headers.get('x-correlation-id');
  return id === null ? undefined : redactor.text(id);
}

function isNotSent(error: unknown): boolean {
  const causes = error instanceof Error ? [error.cause, error] : [];
  const errors = causes.flatMap((cause) =>
    cause instanceof AggregateError ? cause.errors : [cause],
  );
  return errors.some((inner) => NOT_SENT.has(String(Reflect.get(Object(inner), 'code'))));
}

function explain(failure: ConnectionFailure, described: string, timeoutMs: number): string {
  if (failure === 'timeout') return `There was no answer to ${described} within ${timeoutMs} ms.`;
  if (failure === 'unreachable') return `The API could not be reached for ${described}.`;
  return `The connection was lost before an answer to ${described} had come.`;
}
