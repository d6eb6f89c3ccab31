import type { Redactor } from '@stagely/core/plugin';
import * as v from 'valibot';
import { printCloudText } from './print-cloud-text.js';
import { readRetryAfter } from './read-retry-after.js';

/** What an answer that is an error says, without secrets. */
export interface ApiRefusal {
  readonly status: number;
  /** The API's own code, in lower case and without spaces; absent where a proxy answered. */
  readonly code?: string | undefined;
  /** On one line. */
  readonly message: string;
  readonly requestId?: string | undefined;
  /** How long to wait, in milliseconds, where the answer says so. */
  readonly retryAfterMs?: number | undefined;
}

const LONGEST_CODE = 64;

const text = v.fallback(v.optional(v.string()), undefined);

/** The tags service has a form of its own, with the message under `error`. */
const bodySchema = v.object({ id: text, message: text, error: text, request_id: text });

/** Reads an answer that is an error; a body that is none of the API's hides nothing. */
export function readRefusal(
  answer: { readonly status: number; readonly headers: Headers; readonly text: string },
  { redactor, now }: { readonly redactor: Redactor; readonly now: number },
): ApiRefusal {
  const { status, headers } = answer;
  const body = v.safeParse(bodySchema, parseJson(answer.text));
  const { id, message, error, request_id } = body.success ? body.output : {};
  const print = (told: string | undefined | null, longest?: number) =>
    told ? printCloudText(told, redactor, longest) : undefined;
  return {
    status,
    code: print(id, LONGEST_CODE)?.toLowerCase().replaceAll(' ', '_'),
    message: print(message ?? error) ?? `status ${status}`,
    requestId: print(headers.get('x-request-id') ?? request_id, LONGEST_CODE),
    retryAfterMs: readRetryAfter(headers, now),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
