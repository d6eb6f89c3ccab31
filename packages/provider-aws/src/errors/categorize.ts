import { categoryOfCode, type ErrorCategory } from './error-codes.js';
import type { Failure } from './read-failure.js';

/** What a failed request means: by its code, else by its status. What is not of EC2's own making is a network failure. */
export function categorize({ code, text = '', status }: Failure): ErrorCategory {
  if (code === 'AuthFailure' && /not authorized for images/i.test(text)) return 'input';
  // A refusal without a code is a proxy's, not EC2's: a 404 of it does not mean that a machine is gone.
  if (code === undefined) return categoryOfStatus(status) ?? 'network';
  const isServers = status !== undefined && (status >= 500 || status === 408);
  return categoryOfCode(code) ?? categoryOfStatus(status) ?? (isServers ? 'network' : 'input');
}

function categoryOfStatus(status: number | undefined): ErrorCategory | undefined {
  if (status === 401 || status === 403) return 'credentials';
  return status === 429 ? 'throttling' : undefined;
}
