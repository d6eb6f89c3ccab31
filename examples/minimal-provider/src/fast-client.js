import {
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  RateLimitedError,
  StagelyError,
} from '@stagely/core';
import { abortedError, describeOperation, Redactor, withDeadline } from '@stagely/core/plugin';
import * as v from 'valibot';
import { machineSchema } from './machine.js';

/**
 * @import { Clock, Operation } from '@stagely/core/plugin'
 * @import { Machine } from './machine.js'
 */

/**
 * @typedef {object} Call
 * @property {Operation} operation
 * @property {AbortSignal | undefined} [signal]
 * @property {string | undefined} [userData] what was sent as such, which no error may show
 */

/** How long one request may take, in milliseconds. */
const REQUEST_TIMEOUT = 30_000;

const oneSchema = v.object({ machine: machineSchema });
const pageSchema = v.object({ machines: v.array(machineSchema), next: v.nullish(v.string()) });
const accountSchema = v.object({ account: v.string() });

/** The name is taken by another live machine. */
export class NameTakenError extends Error {}

/** The API of Acme Fast. */
export class FastClient {
  #token;
  #endpoint;
  #fetch;
  #clock;

  /**
   * @param {string} token
   * @param {{ endpoint: string, fetch: typeof globalThis.fetch, clock: Clock }} options
   */
  constructor(token, { endpoint, fetch, clock }) {
    this.#token = token;
    this.#endpoint = endpoint;
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** @param {Call} call */
  async readAccount(call) {
    await this.#request('GET', '/v1/account', accountSchema, call);
  }

  /**
   * Names are unique among live machines.
   *
   * @param {object} machine
   * @param {Call} call
   * @throws NameTakenError
   */
  async create(machine, call) {
    return (await this.#request('POST', '/v1/machines', oneSchema, call, machine)).machine;
  }

  /**
   * @param {string} id
   * @param {Call} call
   */
  async get(id, call) {
    return (await this.#request('GET', `/v1/machines/${id}`, oneSchema, call)).machine;
  }

  /**
   * @param {Record<string, string>} query
   * @param {Call} call
   * @returns {AsyncGenerator<Machine, void, undefined>}
   */
  async *list(query, call) {
    /** @type {string | null | undefined} */
    let next = '';
    while (typeof next === 'string') {
      const path = `/v1/machines?${new URLSearchParams({ ...query, cursor: next })}`;
      /** @type {v.InferOutput<typeof pageSchema>} */
      const page = await this.#request('GET', path, pageSchema, call);
      yield* page.machines;
      next = page.next;
    }
  }

  /**
   * @param {string} id
   * @param {Call} call
   */
  async delete(id, call) {
    await this.#request('DELETE', `/v1/machines/${id}`, v.unknown(), call);
  }

  /**
   * @param {string} id
   * @param {Record<string, string>} labels
   * @param {Call} call
   */
  async setLabels(id, labels, call) {
    await this.#request('PUT', `/v1/machines/${id}/labels`, oneSchema, call, { labels });
  }

  /**
   * Sets or removes one label, whatever happens to the others.
   *
   * @param {string} id
   * @param {string} name
   * @param {boolean} set
   * @param {Call} call
   */
  async setLabel(id, name, set, call) {
    const path = `/v1/machines/${id}/labels/${name}`;
    await this.#request(set ? 'PUT' : 'DELETE', path, oneSchema, call);
  }

  /**
   * @template {v.GenericSchema} Schema
   * @param {string} method
   * @param {string} path
   * @param {Schema} schema
   * @param {Call} call
   * @param {object} [body]
   * @returns {Promise<v.InferOutput<Schema>>}
   */
  async #request(method, path, schema, call, body) {
    const { operation, signal } = call;
    try {
      return await withDeadline(
        { clock: this.#clock, timeoutMs: REQUEST_TIMEOUT, signal },
        async (scope) => {
          const response = await this.#fetch(new URL(path, this.#endpoint), {
            method,
            headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
            body: body === undefined ? null : JSON.stringify(body),
            signal: scope.signal,
          });
          const text = await response.text();
          if (!response.ok) throw toError(response.status, operation);
          return v.parse(schema, text === '' ? undefined : JSON.parse(text));
        },
      );
    } catch (error) {
      if (error instanceof StagelyError || error instanceof NameTakenError) throw error;
      const redactor = new Redactor(() => [this.#token, call.userData]);
      const cause = redactor.error(error);
      if (signal?.aborted) throw abortedError(operation, signal, cause);
      throw new NetworkFailureError(
        `${describeOperation(operation)} got no answer from Acme Fast that could be read. Try again.`,
        { ...operation, cause },
      );
    }
  }
}

/**
 * @param {number} status
 * @param {Operation} operation
 */
function toError(status, operation) {
  const failed = `${describeOperation(operation)} failed with status ${status}:`;
  if (status === 401 || status === 403) {
    return new InvalidCredentialsError(`${failed} check the token and its rights.`, operation);
  }
  if (status === 404 && operation.instanceId !== undefined) {
    return new InstanceNotFoundError(
      `${failed} there is no such machine. Check the id.`,
      operation,
    );
  }
  if (status === 409) return new NameTakenError();
  if (status === 422) {
    const issues = [{ path: 'spec.region', message: 'is not a region of Acme Fast' }];
    return new InvalidInputError(`${failed} check the region.`, { ...operation, issues });
  }
  if (status === 429) return new RateLimitedError(`${failed} ask again later.`, operation);
  return new NetworkFailureError(`${failed} try again.`, operation);
}
