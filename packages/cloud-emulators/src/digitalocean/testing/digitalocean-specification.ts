import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import * as v from 'valibot';

/** DigitalOcean's own description of its API, outside this repository. */
const file = fileURLToPath(
  new URL('../../../../../../shared/specs/digitalocean-openapi.json', import.meta.url),
);

/** Whether the description is there to check against. */
export const hasDigitalOceanSpecification = existsSync(file);

/** A request as it went over the wire. */
interface SentRequest {
  readonly method: string;
  /** Path and query, with or without the host. */
  readonly url: string;
  /** As text; empty or left out when there is none. */
  readonly body?: string | undefined;
}

/** An answer as it came over the wire. */
interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As text; empty when there is none. */
  readonly body: string;
}

/** Says what does not follow DigitalOcean's description of its API; an empty list is all well. */
export interface DigitalOceanSpecification {
  problemsOfRequest(request: SentRequest): string[];
  problemsOfAnswer(request: SentRequest, answer: ReceivedAnswer): string[];
  /** The operations of the description that the emulator's names stand for, as `GET /v2/droplets/{}`. */
  readonly operations: readonly string[];
  /** The official examples of a name, to check the checker with. */
  example(name: string): unknown;
}

const operationSchema = v.object({
  parameters: v.optional(v.array(v.unknown()), []),
  requestBody: v.optional(v.unknown()),
  responses: v.record(v.string(), v.unknown()),
});
const parameterSchema = v.object({
  name: v.string(),
  in: v.picklist(['path', 'query', 'header']),
  required: v.optional(v.boolean(), false),
});
const methods = ['get', 'post', 'put', 'patch', 'delete'];
const documentId = 'digitalocean.json';

/** Reads the description. Call it only where it is there. */
export function readDigitalOceanSpecification(): DigitalOceanSpecification {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'), correctOff);
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: documentId, ...Object(document) });
  const validators = new Map<string, ValidateFunction>();

  const problems = (pointer: string, value: unknown, where: string): string[] => {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `${documentId}#${pointer}` });
    validators.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${where}${instancePath} ${message}`,
    );
  };

  // A tag may look like a number, so that a text will do where the description takes one.
  const problemsOfParameter = (pointer: string, value: string, where: string) =>
    problems(pointer, value, where).length === 0
      ? []
      : problems(pointer, readParameter(value), where);

  const operations = findOperations(document);

  const find = ({ method, url }: SentRequest) => {
    const { pathname } = new URL(url, 'http://localhost');
    const candidates = operations.filter(
      (each) => each.method === method.toLowerCase() && each.pattern.test(pathname),
    );
    // Paths without placeholders come first.
    return candidates.sort((a, b) => a.placeholders - b.placeholders)[0];
  };

  return {
    operations: operations.map(({ name }) => name),

    example: (name) => Object(resolve(document, `/components/examples/${name}`)).value,

    problemsOfRequest(request) {
      const found = find(request);
      if (found === undefined) return [`there is no ${request.method} ${request.url}`];
      const { pointer, operation } = found;
      const { searchParams } = new URL(request.url, 'http://localhost');
      const known = operation.parameters.map((_, index) => {
        const at = follow(document, `${pointer}/parameters/${index}`);
        return { at, ...v.parse(parameterSchema, resolve(document, at)) };
      });
      const queries = known.filter((parameter) => parameter.in === 'query');
      return [
        ...[...searchParams.keys()]
          .filter((name) => !queries.some((query) => query.name === name))
          .map((name) => `query ${name} is not known`),
        ...queries
          .filter(({ name, required }) => required && !searchParams.has(name))
          .map(({ name }) => `query ${name} is missing`),
        ...queries.flatMap(({ at, name }) =>
          searchParams
            .getAll(name)
            .flatMap((value) => problemsOfParameter(`${at}/schema`, value, `query ${name}`)),
        ),
        ...problemsOfBody(found, request.body ?? ''),
      ];
    },

    problemsOfAnswer(request, { status, headers, body }) {
      const found = find(request);
      const reference = found && `${found.pointer}/responses/${answerOf(found.operation, status)}`;
      const at = follow(document, reference ?? '/components/responses/unexpected_error');
      const schema = contentPointer(at);
      const documented = Object.keys(Object(Object(resolve(document, at)).headers));
      const missing = documented
        .filter((name) => name !== 'content-type' && !headers.has(name))
        .map((name) => `header ${name} is missing`);
      if (resolve(document, schema) === undefined) {
        return body === '' ? missing : [...missing, 'there must be no body'];
      }
      const json = /^application\/json/.test(headers.get('content-type') ?? '');
      if (!json) return [...missing, 'the body is not said to be JSON'];
      return [...missing, ...problems(schema, JSON.parse(body), 'body')];
    },
  };

  function problemsOfBody({ pointer, operation }: FoundOperation, body: string): string[] {
    if (operation.requestBody === undefined) {
      return body === '' ? [] : ['there must be no body'];
    }
    if (body === '') return ['the body is missing'];
    return problems(
      contentPointer(follow(document, `${pointer}/requestBody`)),
      JSON.parse(body),
      'body',
    );
  }
}

interface FoundOperation {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly placeholders: number;
  readonly pointer: string;
  readonly operation: v.InferOutput<typeof operationSchema>;
}

function findOperations(document: unknown): FoundOperation[] {
  return Object.entries(Object(resolve(document, '/paths'))).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const parsed = v.safeParse(operationSchema, Object(item)[method]);
      if (!parsed.success) return [];
      const general = path.replaceAll(/\{\w+\}/g, '{}');
      return {
        name: `${method.toUpperCase()} ${general}`,
        method,
        pattern: new RegExp(`^${general.replaceAll('{}', '[^/]+')}$`),
        placeholders: general.split('{}').length,
        pointer: `/paths/${path.replaceAll('/', '~1')}/${method}`,
        operation: parsed.output,
      };
    }),
  );
}

/** Where the schema of a JSON body stands. */
const contentPointer = (pointer: string) => `${pointer}/content/application~1json/schema`;

/** The answer that the description has for a status; errors it does not name are `default`. */
function answerOf({ responses }: FoundOperation['operation'], status: number): string {
  return String(status) in responses ? String(status) : 'default';
}

/** The pointer, or that which a reference there leads to. */
function follow(document: unknown, pointer: string): string {
  const { $ref } = Object(resolve(document, pointer));
  return typeof $ref === 'string' ? $ref.slice(1) : pointer;
}

function resolve(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => Object(value)[part], document);
}

/** A query parameter in the type that it looks like. */
function readParameter(value: string): unknown {
  if (/^-?\d+$/.test(value)) return Number(value);
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** In the description a bare `off` was read as a boolean: the droplet's status is `"off"`. */
function correctOff(key: string, value: unknown): unknown {
  if (key !== 'enum' || !Array.isArray(value) || !value.includes('active')) return value;
  return value.map((each) => (each === false ? 'off' : each));
}
