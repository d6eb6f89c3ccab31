/** What kind of error a code of the API stands for. */
export type ErrorCategory =
  | 'invalid_credentials'
  | 'quota_exceeded'
  | 'capacity_unavailable'
  | 'network_failure'
  | 'rate_limited'
  | 'invalid_input'
  /** The machine that was asked for, or something that a request named. */
  | 'not_found'
  /** Something else is under way on the machine. */
  | 'locked';

export interface ErrorMeaning {
  readonly category: ErrorCategory;
  /** What a person can do about it. */
  readonly advice: string;
}

const LATER = 'Try again later.';
const ELSEWHERE = 'Try another location or size, or try again later.';
const OPTIONS = 'Look at the spec and its providerOptions.hetzner.';
const REPORT = 'This is a defect of the provider or of its endpoint setting: please report it.';
const READ_WRITE =
  'The API token needs the permission "Read & Write": make one in the Hetzner Console under Security, API tokens.';

/**
 * The codes of the API: Hetzner Cloud API, "Error Codes", those of the operations used here, and those that
 * hcloud-go knows beside them. They decide before the HTTP status, because 403, 412, 422 and 423 are shared by unlike
 * things.
 */
const errorCategories: ReadonlyMap<string, ErrorMeaning> = new Map<string, ErrorMeaning>([
  [
    'unauthorized',
    {
      category: 'invalid_credentials',
      advice: 'Check the API token; it may have been revoked or belong to another project.',
    },
  ],
  ['forbidden', { category: 'invalid_credentials', advice: READ_WRITE }],
  ['token_readonly', { category: 'invalid_credentials', advice: READ_WRITE }],
  [
    'resource_limit_exceeded',
    {
      category: 'quota_exceeded',
      advice:
        'End machines or release addresses, or have the limit raised in the Hetzner Console under Limits.',
    },
  ],
  ['resource_unavailable', { category: 'capacity_unavailable', advice: ELSEWHERE }],
  ['placement_error', { category: 'capacity_unavailable', advice: ELSEWHERE }],
  ['maintenance', { category: 'network_failure', advice: LATER }],
  ['conflict', { category: 'locked', advice: LATER }],
  ['locked', { category: 'locked', advice: LATER }],
  ['service_error', { category: 'network_failure', advice: LATER }],
  ['server_error', { category: 'network_failure', advice: LATER }],
  ['bad_gateway', { category: 'network_failure', advice: LATER }],
  ['unavailable', { category: 'network_failure', advice: LATER }],
  ['timeout', { category: 'network_failure', advice: LATER }],
  ['unknown_error', { category: 'network_failure', advice: LATER }],
  // What an action that failed says when nobody knows why.
  ['action_failed', { category: 'network_failure', advice: LATER }],
  [
    'rate_limit_exceeded',
    {
      category: 'rate_limited',
      advice: 'The project may make one request a second in the long run; try again in a moment.',
    },
  ],
  ['not_found', { category: 'not_found', advice: OPTIONS }],
  ['invalid_input', { category: 'invalid_input', advice: OPTIONS }],
  ['invalid_server_type', { category: 'invalid_input', advice: OPTIONS }],
  ['uniqueness_error', { category: 'invalid_input', advice: OPTIONS }],
  ['unsupported_error', { category: 'invalid_input', advice: OPTIONS }],
  ['primary_ip_assigned', { category: 'invalid_input', advice: OPTIONS }],
  ['primary_ip_datacenter_mismatch', { category: 'invalid_input', advice: OPTIONS }],
  ['primary_ip_version_mismatch', { category: 'invalid_input', advice: OPTIONS }],
  [
    'protected',
    {
      category: 'invalid_input',
      advice: 'Take the protection off first, in the Hetzner Console or by change_protection.',
    },
  ],
  [
    'resource_locked',
    { category: 'invalid_input', advice: 'Hetzner has locked it: ask their support.' },
  ],
  ['json_error', { category: 'invalid_input', advice: REPORT }],
  ['method_not_allowed', { category: 'invalid_input', advice: REPORT }],
  [
    'deprecated_api_endpoint',
    { category: 'invalid_input', advice: 'Update @stagely/provider-hetzner.' },
  ],
]);

/** What an error of the API means: by its code, and where that is unknown by its HTTP status. */
export function meaningOf(code: string | undefined, status: number | undefined): ErrorMeaning {
  return (code === undefined ? undefined : errorCategories.get(code)) ?? meaningOfStatus(status);
}

function meaningOfStatus(status: number | undefined): ErrorMeaning {
  if (status === 401) {
    return { category: 'invalid_credentials', advice: 'Check the API token.' };
  }
  if (status === 403) return { category: 'invalid_credentials', advice: READ_WRITE };
  if (status === 404) return { category: 'not_found', advice: OPTIONS };
  if (status === 423) return { category: 'locked', advice: LATER };
  if (status === 429) {
    return { category: 'rate_limited', advice: 'Try again in a moment.' };
  }
  if (status === undefined || status === 408 || status >= 500) {
    return { category: 'network_failure', advice: LATER };
  }
  return { category: 'invalid_input', advice: OPTIONS };
}
