import type { ApiCall } from '../../emulator/api-call.js';
import type { ApiError } from '../../emulator/api-error.js';
import { correlationId } from './correlation-id.js';

export function renderError(
  { status, code, message, details = null }: ApiError,
  call: ApiCall,
): Response {
  return Response.json(
    { error: { code, message, details } },
    { status, headers: { 'x-correlation-id': correlationId(call) } },
  );
}
