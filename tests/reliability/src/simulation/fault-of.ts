import type { Fault } from '@stagely/cloud-emulators';
import type { CloudName } from '../clouds/tested-cloud.js';
import type { FaultKind, RequestKind } from './program.js';

const REQUESTS: Readonly<Record<CloudName, Readonly<Record<RequestKind, RegExp>>>> = {
  aws: {
    create: /^(?:RunInstances|CreateFleet|CreateLaunchTemplate)$/,
    read: /^Describe/,
    end: /^(?:TerminateInstances|DeleteLaunchTemplate)$/,
    mark: /^(?:CreateTags|DeleteTags)$/,
    any: /./,
  },
  digitalocean: {
    create: /^POST \/v2\/droplets$/,
    read: /^GET /,
    end: /^DELETE \/v2\/droplets/,
    mark: /\/v2\/tags/,
    any: /./,
  },
  hetzner: {
    create: /^POST \/v1\/servers$/,
    read: /^GET /,
    end: /^DELETE /,
    mark: /^(?:PUT|POST \/v1\/servers\/)/,
    any: /./,
  },
};

const CODES: Readonly<Record<CloudName, { readonly failed: string; readonly throttled: string }>> =
  {
    aws: { failed: 'InternalError', throttled: 'RequestLimitExceeded' },
    digitalocean: { failed: 'server_error', throttled: 'too_many_requests' },
    hetzner: { failed: 'server_error', throttled: 'rate_limit_exceeded' },
  };

/** Which requests of a cloud are of a kind. */
export function requestsOf(cloud: CloudName, kind: RequestKind): RegExp {
  return REQUESTS[cloud][kind];
}

/** What the emulator is to do for a fault of the program. */
export function faultOf(cloud: CloudName, kind: FaultKind): Fault {
  const { failed, throttled } = CODES[cloud];
  switch (kind) {
    case 'hangAfterEffect':
      return { type: 'hang', afterEffect: true };
    case 'htmlAfterEffect':
      return { type: 'html', afterEffect: true };
    case 'delay':
      // Longer than a request of a provider may take.
      return { type: 'delay', ms: 35_000 };
    case 'delayInTime':
      return { type: 'delay', ms: 12_000 };
    case 'serverError':
      return { type: 'status', status: 500, code: failed };
    case 'serverErrorAfterEffect':
      return { type: 'status', status: 500, code: failed, afterEffect: true };
    case 'throttled':
      return { type: 'status', status: cloud === 'aws' ? 503 : 429, code: throttled };
    default:
      return { type: kind };
  }
}
