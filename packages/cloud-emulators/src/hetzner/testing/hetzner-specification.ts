import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as v from 'valibot';

/** Beside the repository, where it is there at all. */
const location = new URL('../../../../../../shared/specs/hetzner-openapi.json', import.meta.url);

/** Why tests that need the API description are skipped; undefined when it is there. */
export const missingSpecification = existsSync(location)
  ? undefined
  : 'needs the API description ../shared/specs/hetzner-openapi.json beside the repository';

const parameterSchema = v.object({
  name: v.string(),
  in: v.string(),
  required: v.optional(v.boolean(), false),
  schema: v.object({
    type: v.optional(v.string()),
    items: v.optional(v.object({ type: v.optional(v.string()) })),
  }),
});

const operationSchema = v.looseObject({
  parameters: v.optional(v.array(parameterSchema), []),
  requestBody: v.optional(v.unknown()),
  responses: v.record(v.string(), v.looseObject({ content: v.optional(v.unknown()) })),
});

const documentSchema = v.looseObject({
  paths: v.record(v.string(), v.record(v.string(), v.unknown())),
});

type Operation = v.InferOutput<typeof operationSchema>;

/** A request as it is on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly bodyText: string;
}

/** Hetzner's own description of its API, to check requests and answers against. */
export class HetznerSpecification {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #paths: v.InferOutput<typeof documentSchema>['paths'];

  /** @throws Error when the description is not there: ask `missingSpecification` first */
  constructor() {
    const document: unknown = JSON.parse(withUnassigned(readFileSync(location, 'utf8')));
    formats.default(this.#ajv);
    for (const format of ['int32', 'int64', 'double', 'decimal']) this.#ajv.addFormat(format, true);
    this.#ajv.addSchema(v.parse(v.record(v.string(), v.unknown()), document), 'hetzner');
    this.#paths = v.parse(documentSchema, document).paths;
  }

  /** Every operation that is described, as `GET /v1/servers/{id}`. */
  get operations(): readonly string[] {
    return Object.entries(this.#paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => ['get', 'post', 'put', 'delete'].includes(key))
        .map((method) => `${method.toUpperCase()} /v1${path}`),
    );
  }

  /** What is wrong with an answer to an operation; empty when nothing is. */
  checkAnswer(operation: string, status: number, body: unknown): readonly string[] {
    const { pointer, described } = this.#operation(operation);
    const key = [String(status), `${String(status).charAt(0)}XX`].find((each) =>
      Object.hasOwn(described.responses, each),
    );
    if (key === undefined) return [`${operation} does not describe an answer ${status}`];
    if (described.responses[key]?.content === undefined) {
      return body === undefined ? [] : [`${operation} describes no body for ${status}`];
    }
    return this.#check(`${pointer}/responses/${key}/content/application~1json/schema`, body);
  }

  /** What is wrong with a request; empty when nothing is. */
  checkRequest(operation: string, { url, bodyText }: WireRequest): readonly string[] {
    const { pointer, described } = this.#operation(operation);
    const problems = described.parameters.flatMap((parameter, index) =>
      parameter.in === 'query'
        ? this.#checkParameter(`${pointer}/parameters/${index}/schema`, parameter, url)
        : [],
    );
    const known = new Set(described.parameters.map(({ name }) => name));
    for (const name of new Set(url.searchParams.keys())) {
      if (!known.has(name)) problems.push(`query parameter ${name} is not described`);
    }
    if (described.requestBody === undefined) {
      return bodyText === '' ? problems : [...problems, 'no body is described'];
    }
    const body: unknown = bodyText === '' ? undefined : JSON.parse(bodyText);
    const schema = `${pointer}/requestBody/content/application~1json/schema`;
    return [...problems, ...this.#check(schema, body)];
  }

  #checkParameter(
    pointer: string,
    { name, required, schema }: Operation['parameters'][number],
    { searchParams }: URL,
  ): readonly string[] {
    const texts = searchParams.getAll(name);
    const [text] = texts;
    if (text === undefined) return required ? [`query parameter ${name} is missing`] : [];
    if (schema.type === 'array') {
      return this.#check(
        pointer,
        texts.map((each) => readValue(schema.items?.type, each)),
      );
    }
    if (texts.length > 1) return [`query parameter ${name} is given several times`];
    return this.#check(pointer, readValue(schema.type, text));
  }

  #check(pointer: string, value: unknown): readonly string[] {
    const reference = `hetzner#${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}`;
    const validate: ValidateFunction | undefined = this.#ajv.getSchema(reference);
    if (validate === undefined) throw new Error(`There is no schema ${reference}.`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
    );
  }

  #operation(name: string): { pointer: string; described: Operation } {
    const [method = '', path = ''] = name.split(' ');
    const described = this.#paths[path.replace(/^\/v1/, '')]?.[method.toLowerCase()];
    if (described === undefined) throw new Error(`${name} is not described.`);
    const segment = path.replace(/^\/v1/, '').replaceAll('/', '~1');
    return {
      pointer: `/paths/${segment}/${method.toLowerCase()}`,
      described: v.parse(operationSchema, described),
    };
  }
}

/** A query parameter's text as what the description says it is, or as text when it is not that. */
function readValue(type: string | undefined, text: string): unknown {
  if (type === 'integer' && /^\d+$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/**
 * A primary IP's `assignee_type` is `unassigned` since August 2026: its description says so, its list of values
 * does not yet.
 */
function withUnassigned(document: string): string {
  const announced = /(`unassigned` will be returned[^}]*?"enum":\s*\[\s*"server")/g;
  return document.replace(announced, '$1, "unassigned"');
}
