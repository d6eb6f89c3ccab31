import * as v from 'valibot';
import { isListedCode } from './error-codes.js';

/** What is known of a failed request. */
export interface Failure {
  /** EC2's code, or that of the client library or the network. */
  readonly code?: string | undefined;
  /** What EC2 says; absent when it said nothing that could be read. */
  readonly text?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** How long the answer asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

const text = v.fallback(v.optional(v.string()), undefined);

const thrownSchema = v.object({
  name: text,
  message: text,
  /** Only errors that EC2 has answered have it. */
  Code: text,
  /** Node's codes of network errors. */
  code: text,
  cause: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
  $metadata: v.fallback(
    v.object({
      httpStatusCode: v.fallback(v.optional(v.number()), undefined),
      requestId: text,
    }),
    {},
  ),
  $response: v.fallback(v.object({ headers: v.object({ 'retry-after': text }) }), { headers: {} }),
});

/** How deep the code of a network error may lie in the errors of those who report it. */
const MAX_DEPTH = 5;

/** Reads what the client library, its request handler or the network has thrown. */
export function readFailure(thrown: unknown): Failure {
  const read = v.safeParse(thrownSchema, thrown);
  if (!read.success) return {};
  const { Code, message, name, $metadata, $response } = read.output;
  const { httpStatusCode: status, requestId } = $metadata;
  const retryAfterMs = toMilliseconds($response.headers['retry-after']);
  const answer = { status, requestId, retryAfterMs };
  if (Code) return { code: Code, text: message, ...answer };
  const code = status === undefined ? (networkCode(thrown, 0) ?? known(name)) : undefined;
  return { code, ...answer };
}

/** Its other form, a date, is sent by nothing on the way to EC2. */
function toMilliseconds(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

function networkCode(thrown: unknown, depth: number): string | undefined {
  const read = v.safeParse(thrownSchema, thrown);
  if (!read.success || depth > MAX_DEPTH) return undefined;
  const { code, cause, errors } = read.output;
  if (known(code) !== undefined) return code;
  const inner = [cause, ...(Array.isArray(errors) ? errors : [])];
  for (const one of inner) {
    const found = networkCode(one, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function known(code: string | undefined): string | undefined {
  return code !== undefined && isListedCode(code) ? code : undefined;
}
