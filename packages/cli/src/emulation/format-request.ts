import type { RecordedRequest } from '@stagely/cloud-emulators';
import type { Colors } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import type { CloudName } from './emulated-clouds.js';

/** One line for a request: when, where, what, and how it ended. */
export function formatRequest(cloud: CloudName, request: RecordedRequest, colors: Colors): string {
  const { at, operation, method, path, status, errorCode, faults } = request;
  const time = new Date(at).toISOString().slice(11, 19);
  const what = operation ?? `${method} ${path}`;
  const failed = status === undefined || status >= 400;
  const end = [status ?? 'no answer', errorCode ?? [], faults].flat().join(' ');
  return `${colors.dim(time)} ${cloud} ${printable(what)} ${failed ? colors.red(end) : end}`;
}
