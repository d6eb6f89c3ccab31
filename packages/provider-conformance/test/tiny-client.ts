import {
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  RateLimitedError,
} from '@stagely/core';
import {
  abortedError,
  describeOperation,
  type Operation,
  type Redactor,
} from '@stagely/core/plugin';
import * as v from 'valibot';

const labelsSchema = v.custom<Readonly<Record<string, string>>>(
  (labels) =>
    typeof labels === 'object' &&
    labels !== null &&
    Object.values(labels).every((label) => typeof label === 'string'),
);

const machineSchema = v.object({
  id: v.string(),
  region: v.string(),
  type: v.string(),
  spot: v.boolean(),
  state: v.picklist(['booting', 'running', 'stopped', 'ended']),
  createdAt: v.number(),
  address: v.optional(v.string()),
  labels: labelsSchema,
});

/** A machine as the tiny cloud shows it. */
export type ShownMachine = v.InferOutput<typeof machineSchema>;

const oneSchema = v.object({ machine: machineSchema });
const pageSchema = v.object({ machines: v.array(machineSchema), nextPage: v.optional(v.number()) });
const launchedSchema = v.object({ machine: v.object({ id: v.string() }) });

/** What a machine is launched with. */
export interface Launch {
  readonly region: string;
  readonly type: string;
  readonly spot: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly userData: string | undefined;
}

interface Call {
  readonly operation: Operation;
  readonly signal?: AbortSignal | undefined;
}

/** Speaks with the tiny cloud. */
export class TinyClient {
  readonly #token: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #redactor: Redactor;

  constructor(token: string, fetch: typeof globalThis.fetch, redactor: Redactor) {
    this.#token = token;
    this.#fetch = fetch;
    this.#redactor = redactor;
  }

  async readAccount(call: Call): Promise<void> {
    await this.#request('GET', '/account', call);
  }

  async launch(launch: Launch, call: Call): Promise<string> {
    const answer = await this.#request('POST', '/machines', call, launch);
    return this.#read(launchedSchema, answer, call).machine.id;
  }

  async get(id: string, call: Call): Promise<ShownMachine> {
    const answer = await this.#request('GET', `/machines/${id}`, call);
    return this.#read(oneSchema, answer, call).machine;
  }

  async *list(call: Call): AsyncGenerator<ShownMachine, void, undefined> {
    for (let next: number | undefined = 0; next !== undefined; ) {
      const answer = await this.#request('GET', `/machines?page=${next}`, call);
      const page: v.InferOutput<typeof pageSchema> = this.#read(pageSchema, answer, call);
      yield* page.machines;
      next = page.nextPage;
    }
  }

  async delete(id: string, call: Call): Promise<void> {
    await this.#request('DELETE', `/machines/${id}`, call);
  }

  async setLabels(id: string, labels: Readonly<Record<string, string>>, call: Call): Promise<void> {
    await this.#request('PUT', `/machines/${id}/labels`, call, { labels });
  }

  /** Sets or removes one label, whatever others do to the rest. */
  async setLabel(id: string, name: string, set: boolean, call: Call): Promise<void> {
    await this.#request(set ? 'PUT' : 'DELETE', `/machines/${id}/labels/${name}`, call);
  }

  async #request(method: string, path: string, call: Call, body?: object): Promise<string> {
    const { operation, signal } = call;
    try {
      const response = await this.#fetch(`http://tiny.invalid${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await response.text();
      if (response.ok) return text;
      throw toError(response.status, operation);
    } catch (error) {
      if (signal?.aborted) throw abortedError(operation, signal, this.#redactor.error(error));
      if (error instanceof TypeError) {
        throw new NetworkFailureError(
          `${describeOperation(operation)} did not reach the cloud. Try again.`,
          { ...operation, cause: this.#redactor.error(error) },
        );
      }
      throw error;
    }
  }

  #read<const Schema extends v.GenericSchema>(
    schema: Schema,
    answer: string,
    { operation }: Call,
  ): v.InferOutput<Schema> {
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), answer);
    if (result.success) return result.output;
    throw new NetworkFailureError(
      `${describeOperation(operation)} got an answer that cannot be read. Try again.`,
      operation,
    );
  }
}

function toError(status: number, operation: Operation) {
  const failed = `${describeOperation(operation)} failed with status ${status}.`;
  if (status === 401) return new InvalidCredentialsError(`${failed} Check the token.`, operation);
  if (status === 429) return new RateLimitedError(`${failed} Try again later.`, operation);
  if (status === 404 && operation.instanceId !== undefined) {
    return new InstanceNotFoundError(`${failed} Check the id.`, operation);
  }
  if (status === 422) {
    const issues = [{ path: 'spec', message: 'was refused by the cloud' }];
    return new InvalidInputError(`${failed} Check region and size.`, { ...operation, issues });
  }
  return new NetworkFailureError(`${failed} Try again.`, operation);
}
