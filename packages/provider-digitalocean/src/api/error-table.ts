/** What an answer that is an error means for a caller. */
export type ErrorCategory =
  | 'invalid_credentials'
  | 'missing_permission'
  | 'quota_exceeded'
  | 'capacity_unavailable'
  | 'unknown_size'
  | 'pending_event'
  | 'rate_limited'
  | 'network_failure'
  | 'not_found'
  | 'invalid_input';

interface ErrorRule {
  /** The API's code, which only repeats the status. */
  readonly code: string;
  /** What the message must say, where the code alone tells too little. */
  readonly message?: RegExp;
  readonly category: ErrorCategory;
}

/** The first row that fits counts. The messages are those seen in public issues. */
const rules: readonly ErrorRule[] = [
  { code: 'bad_request', category: 'invalid_input' },
  { code: 'unauthorized', category: 'invalid_credentials' },
  // Also a token without the scope, and creations of an account that is locked.
  { code: 'forbidden', category: 'missing_permission' },
  { code: 'not_found', category: 'not_found' },
  { code: 'conflict', category: 'network_failure' },
  {
    code: 'unprocessable_entity',
    message: /exceed your droplet limit|droplet limit exceeded/i,
    category: 'quota_exceeded',
  },
  {
    code: 'unprocessable_entity',
    message: /^(size|region) is not available|size is unavailable|size is currently restricted/i,
    category: 'capacity_unavailable',
  },
  { code: 'unprocessable_entity', message: /pending event/i, category: 'pending_event' },
  { code: 'unprocessable_entity', message: /invalid size/i, category: 'unknown_size' },
  { code: 'unprocessable_entity', category: 'invalid_input' },
  { code: 'too_many_requests', category: 'rate_limited' },
  { code: 'server_error', category: 'network_failure' },
];

/** The code that the API would have given, for answers that have none or one that is not known. */
const codesByStatus: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  408: 'server_error',
  409: 'conflict',
  410: 'not_found',
  422: 'unprocessable_entity',
  429: 'too_many_requests',
};

/** What an answer that is an error means: by its code and message, else by its status. */
export function categorizeError(refusal: {
  readonly status: number;
  readonly code?: string | undefined;
  readonly message: string;
}): ErrorCategory {
  const { status, code, message } = refusal;
  const byStatus = codesByStatus[status];
  const rule = findRule(code, message) ?? findRule(byStatus, message);
  if (rule !== undefined) return rule.category;
  return status >= 400 && status < 500 ? 'invalid_input' : 'network_failure';
}

function findRule(code: string | undefined, text: string): ErrorRule | undefined {
  return rules.find((rule) => rule.code === code && (rule.message?.test(text) ?? true));
}
