import type { CloudName } from '../clouds/tested-cloud.js';

const CODES: Readonly<Record<CloudName, Readonly<Record<number, string>>>> = {
  aws: {
    401: 'AuthFailure',
    403: 'UnauthorizedOperation',
    404: 'InvalidAMIID.NotFound',
    409: 'IncorrectInstanceState',
    422: 'InvalidParameterValue',
    423: 'IncorrectState',
    429: 'RequestLimitExceeded',
    500: 'InternalError',
    502: 'InternalFailure',
    503: 'Unavailable',
    504: 'RequestTimeout',
  },
  digitalocean: {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    409: 'conflict',
    422: 'unprocessable_entity',
    423: 'locked',
    429: 'too_many_requests',
  },
  hetzner: {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    409: 'conflict',
    422: 'invalid_input',
    423: 'locked',
    429: 'rate_limit_exceeded',
    500: 'server_error',
    502: 'bad_gateway',
    503: 'unavailable',
    504: 'timeout',
  },
};

/** EC2's actions on instances that are there. */
const NAMES_AN_INSTANCE = /^(?:Describe|Terminate)Instances$|Tags$/;

/** What a cloud calls an error with this status. */
export function statusCodeOf(cloud: CloudName, operation: string, status: number): string {
  if (cloud === 'aws' && status === 404 && NAMES_AN_INSTANCE.test(operation)) {
    return 'InvalidInstanceID.NotFound';
  }
  return CODES[cloud][status] ?? 'server_error';
}
