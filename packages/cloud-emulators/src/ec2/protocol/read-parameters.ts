import type { ApiCall } from '../../emulator/api-call.js';
import { requestErrors } from '../errors/request-errors.js';

/** The parameters of a query request by name, in the order they came. */
export type QueryParameters = ReadonlyMap<string, string>;

/** Names of a presigned address, which are no parameters of an action. */
const signatureParameter = /^X-Amz-/i;

// What XML 1.0 cannot hold could never be answered either.
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Reads the parameters of a GET or of a form-encoded POST.
 *
 * @throws ApiError for other methods, broken escapes, bytes that are no UTF-8, and names given twice
 */
export function readParameters(call: ApiCall): QueryParameters {
  if (call.method !== 'GET' && call.method !== 'POST') {
    throw requestErrors.invalidRequest(`The HTTP method ${call.method} is not supported.`);
  }
  const parameters = new Map<string, string>();
  for (const text of [call.url.search.slice(1), readForm(call)]) {
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      if (signatureParameter.test(name)) continue;
      if (parameters.has(name)) {
        throw requestErrors.malformedQueryString(`the parameter ${name} is given twice`);
      }
      if (notInXml.test(name)) throw requestErrors.malformedQueryString('a name is not a text');
      if (notInXml.test(value)) throw requestErrors.invalidCharacter(name);
      parameters.set(name, value);
    }
  }
  return parameters;
}

/** The action a request names, if it can be read at all. */
export function peekAction(call: Omit<ApiCall, 'operation'>): string | undefined {
  const inBody = call.method === 'POST' ? new URLSearchParams(call.bodyText).get('Action') : null;
  return inBody ?? call.url.searchParams.get('Action') ?? undefined;
}

function readForm({ method, headers, body }: ApiCall): string {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (method !== 'POST' || type !== 'application/x-www-form-urlencoded') return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw requestErrors.malformedQueryString('it is not UTF-8');
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw requestErrors.malformedQueryString('it has a broken escape');
  }
}
