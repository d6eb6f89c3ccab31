import { categoryOfCode, type ErrorCategory } from './error-codes.js';
import type { Failure } from './read-failure.js';

/** What a failed request means: by its code, else by its status. What is not of EC2's own making is a network failure. */
export function categorize({ code, text = '', status }: Failure): ErrorCategory {
  if (code === 'AuthFailure' && /not authorized for images/i.test(text)) return 'input';
  const known = code === undefined ? undefined : categoryOfCode(code);
  if (known !== undefined) return known;
  if (code !== undefined && /throttl/i.test(code)) return 'throttling';
  return categoryOfStatus(status, code !== undefined);
}

function categoryOfStatus(status: number | undefined, hasCode: boolean): ErrorCategory {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'throttling';
  // A refusal without a code is a proxy's, not EC2's: a 404 of it does not mean that a machine is gone.
  if (!hasCode) return 'network';
  return status !== undefined && (status >= 500 || status === 408) ? 'network' : 'input';
}
