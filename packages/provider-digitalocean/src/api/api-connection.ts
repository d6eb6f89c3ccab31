import { NetworkFailureError } from '@stagely/core';
import {
  abortedError,
  type Call,
  type Clock,
  describeOperation,
  Redactor,
  withDeadline,
} from '@stagely/core/plugin';
import ky, { type KyInstance } from 'ky';
import * as v from 'valibot';
import type { ApiRequest } from './api-request.js';
import { isUnreached } from './is-unreached.js';
import { mapRefusal } from './map-refusal.js';
import { printCloudText } from './print-cloud-text.js';
import { type ApiRefusal, readRefusal } from './read-refusal.js';

export interface ApiConnectionOptions {
  readonly endpoint: string;
  readonly requestTimeoutMs: number;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** What the API answers to changes of which nothing is to be read. */
const ACCEPTED = new Set([201, 202, 204]);

interface ApiAnswer {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Makes single requests with a token, each within a time limit and never twice, and turns whatever goes wrong into an
 * error of core's. Errors of a creation say what is known of the droplet: `no-instance` where it was refused or never
 * sent, `unknown` where no answer came in time, and nothing where an answer was lost.
 */
export class ApiConnection {
  readonly #redactor: Redactor;
  readonly #options: ApiConnectionOptions;
  readonly #http: KyInstance;

  constructor(token: string, options: ApiConnectionOptions) {
    this.#redactor = new Redactor(() => [token]);
    this.#options = options;
    this.#http = ky.create({
      prefixUrl: options.endpoint,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      fetch: (input, init) => options.fetch(input, init),
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      // A token goes nowhere but to the endpoint.
      redirect: 'manual',
    });
  }

  /** Makes a request whose answer matters. */
  read<const Schema extends v.GenericSchema>(
    request: ApiRequest,
    schema: Schema,
    call: Call,
  ): Promise<v.InferOutput<Schema>> {
    return this.hiding([request.userData], () => this.#read(request, schema, call));
  }

  async #read<const Schema extends v.GenericSchema>(
    request: ApiRequest,
    schema: Schema,
    call: Call,
  ): Promise<v.InferOutput<Schema>> {
    const answer = await this.#send(request, call);
    const parsed = v.safeParse(schema, parseJson(answer.text));
    if (parsed.success) return parsed.output;
    throw this.#unreadable(answer, call);
  }

  #unreadable(answer: ApiAnswer, { operation }: Call): NetworkFailureError {
    const { status, requestId } = this.#readRefusal(answer);
    return new NetworkFailureError(
      `${describeOperation(operation)} failed: DigitalOcean answered what cannot be read, with status ${status}. Try again.`,
      { ...operation, requestId },
    );
  }

  /**
   * Makes a request of which nothing matters but that it is accepted. The page of a proxy has the status 200, which the
   * API never gives to these.
   */
  async perform(request: ApiRequest, call: Call): Promise<void> {
    const answer = await this.#send(request, call);
    if (!ACCEPTED.has(answer.status)) throw this.#unreadable(answer, call);
  }

  /** A text of an answer as it may stand in a message. */
  print(text: string): string {
    return printCloudText(text, this.#redactor);
  }

  /** Takes texts out of errors, as the token is, for as long as some work takes. */
  hiding<T>(texts: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
    return this.#redactor.during(texts, work);
  }

  async #send(request: ApiRequest, call: Call): Promise<ApiAnswer> {
    const answer = await this.#exchange(request, call);
    if (answer.ok) return answer;
    const refusal = this.#readRefusal(answer);
    const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 408;
    throw mapRefusal(refusal, request, {
      ...call.operation,
      ...(request.subject === 'creation' && isRefused ? { outcome: 'no-instance' } : {}),
    });
  }

  async #exchange(request: ApiRequest, call: Call): Promise<ApiAnswer> {
    const { method, path, query = {}, body } = request;
    const { clock, requestTimeoutMs: timeoutMs } = this.#options;
    const { operation, signal } = call;
    let isExpired = () => false;
    try {
      return await withDeadline({ clock, timeoutMs, signal }, async (scope) => {
        isExpired = scope.expired;
        scope.signal.throwIfAborted();
        const response = await this.#http(path, {
          method,
          searchParams: query,
          json: body,
          signal: scope.signal,
        });
        return {
          status: response.status,
          ok: response.ok,
          headers: response.headers,
          text: await response.text(),
        };
      });
    } catch (error) {
      const cause = this.#redactor.error(error);
      if (signal?.aborted) throw abortedError(operation, signal, cause);
      const isCreation = request.subject === 'creation';
      const failed = `${describeOperation(operation)} failed:`;
      if (isExpired()) {
        throw new NetworkFailureError(
          `${failed} DigitalOcean gave no answer within ${timeoutMs / 1_000} s. Try again.`,
          { ...operation, ...(isCreation ? { outcome: 'unknown' } : {}), cause },
        );
      }
      throw new NetworkFailureError(
        `${failed} the connection to DigitalOcean did not hold. Check the network, and try again.`,
        {
          ...operation,
          ...(isCreation && isUnreached(error) ? { outcome: 'no-instance' } : {}),
          cause,
        },
      );
    }
  }

  #readRefusal(answer: ApiAnswer): ApiRefusal {
    const now = this.#options.clock.now();
    return readRefusal(answer, { redactor: this.#redactor, now });
  }
}

/** What is no JSON fits no schema. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
