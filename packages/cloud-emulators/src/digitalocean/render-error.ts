import type { ApiError } from '../emulator/api-error.js';
import { tagServiceForm } from './api-errors.js';

/** The form of all errors, and the form that the tags service has of its own. */
export function renderError({ status, code, message, details }: ApiError): Response {
  const body =
    details === tagServiceForm
      ? {
          error: `Error validating resource tag: "${message}"`,
          messages: null,
          root_causes: [
            `rpc error: code = InvalidArgument desc = Error validating resource tag: "${message}"`,
          ],
        }
      : { id: code, message };
  return Response.json(body, { status });
}
