/** What an error of EC2, of its client library or of the network means to a caller. */
export type ErrorCategory =
  | 'credentials'
  | 'quota'
  | 'capacity'
  | 'throttling'
  | 'network'
  | 'not_found'
  | 'input';

/**
 * Codes by category. Those of EC2 are from its list of error codes, those of the network from the client library;
 * whatever is not here goes by its HTTP status.
 */
const CODES: readonly (readonly [ErrorCategory, readonly string[]])[] = [
  [
    'credentials',
    [
      'AccountDisabled',
      'AuthFailure',
      'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
      'Blocked',
      'CredentialsProviderError',
      'ExpiredToken',
      'ExpiredTokenException',
      'IncompleteSignature',
      'InvalidClientTokenId',
      'InvalidSecurity.RequestHasExpired',
      'MissingAuthenticationToken',
      'OptInRequired',
      'PendingVerification',
      'RequestExpired',
      'SignatureDoesNotMatch',
      'SsmAccessDenied',
      'TokenRefreshRequired',
      'UnauthorizedOperation',
      'UnrecognizedClientException',
    ],
  ],
  [
    'quota',
    [
      'AddressLimitExceeded',
      'InstanceLimitExceeded',
      'MaxFleetCountExceeded',
      'MaxSpotFleetRequestCountExceeded',
      'MaxSpotInstanceCountExceeded',
      'MaxTemplateLimitExceeded',
      'MaxTemplateVersionLimitExceeded',
      'NetworkInterfaceLimitExceeded',
      'PrivateIpAddressLimitExceeded',
      'RequestResourceCountExceeded',
      'ResourceCountExceeded',
      'ResourceLimitExceeded',
      'TargetCapacityLimitExceededException',
      'VcpuLimitExceeded',
      'VolumeLimitExceeded',
    ],
  ],
  [
    'capacity',
    [
      'InsufficientAddressCapacity',
      'InsufficientCapacity',
      'InsufficientCapacityOnHost',
      'InsufficientFreeAddressesInSubnet',
      'InsufficientHostCapacity',
      // A server error, status 500.
      'InsufficientInstanceCapacity',
      'InsufficientReservedInstancesCapacity',
      'InsufficientVolumeCapacity',
      'ReservationCapacityExceeded',
      'SpotMaxPriceTooLow',
      'UnfulfillableCapacity',
      // A zone does not sell the type, or not so.
      'Unsupported',
    ],
  ],
  [
    'throttling',
    [
      'BandwidthLimitExceeded',
      'PriorRequestNotComplete',
      'RequestLimitExceeded',
      'SlowDown',
      'TooManyRequestsException',
    ],
  ],
  [
    'network',
    [
      'ConcurrentTagAccess',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ENOTFOUND',
      'EPIPE',
      'ETIMEDOUT',
      'InternalError',
      'InternalFailure',
      'RequestTimeout',
      'RequestTimeoutException',
      'RetryableError',
      'ServerInternal',
      'ServiceUnavailable',
      'TimeoutError',
      'Unavailable',
    ],
  ],
  ['not_found', ['InvalidInstanceID.NotFound']],
];

/** Codes of throttling have many names, new ones among them. */
const THROTTLED = /throttl/i;

const CATEGORY_OF: ReadonlyMap<string, ErrorCategory> = new Map(
  CODES.flatMap(([category, codes]) => codes.map((code) => [code, category] as const)),
);

/** The category of a code; `undefined` for one that is not known. */
export function categoryOfCode(code: string): ErrorCategory | undefined {
  return THROTTLED.test(code) ? 'throttling' : CATEGORY_OF.get(code);
}

/** Whether a code is one of the lists: what applications throw may be called alike. */
export function isListedCode(code: string): boolean {
  return CATEGORY_OF.has(code);
}

/** Codes of requests that cannot have reached EC2: nobody was there, or nothing was there to sign with. */
export const NEVER_SENT: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);
