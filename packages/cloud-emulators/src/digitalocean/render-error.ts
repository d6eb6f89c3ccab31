import type { ApiCall } from '../emulator/api-call.js';
import type { ApiError } from '../emulator/api-error.js';

/** The form of all errors, and that which the creation of tags has of its own for what it cannot read. */
export function renderError(
  { status, code, message }: ApiError,
  { operation, requestId }: ApiCall,
): Response {
  const body =
    operation === 'POST /v2/tags' && status === 400
      ? {
          error: message,
          messages: null,
          root_causes: [`rpc error: code = InvalidArgument desc = ${message}`],
        }
      : { id: code, message };
  return Response.json(body, { status, headers: { 'x-request-id': requestId } });
}
