import type { ApiCall } from '../../emulator/api-call.js';

/** What support asks for: 32 hexadecimal digits. */
export function correlationId({ requestId }: ApiCall): string {
  return requestId.replaceAll('-', '');
}
