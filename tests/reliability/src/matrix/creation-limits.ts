import type { CloudName } from '../clouds/tested-cloud.js';
import { REQUEST_LIMIT } from './call-scenarios.js';
import type { CallRequest } from './matrix-case.js';

/** The requests that make a machine. */
const CREATE_REQUESTS: Readonly<Record<CloudName, RegExp>> = {
  aws: /^(?:RunInstances|CreateFleet)$/,
  digitalocean: /^POST \/v2\/droplets$/,
  hetzner: /^POST \/v1\/servers$/,
};

export function isCreateRequest(cloud: CloudName, { operation }: CallRequest): boolean {
  return CREATE_REQUESTS[cloud].test(operation);
}

/** The position of the request that makes the machine when nothing goes wrong; all of them where none does. */
export function lastCreateRequest(cloud: CloudName, requests: readonly CallRequest[]): number {
  const last = requests.findLast((request) => isCreateRequest(cloud, request));
  return last?.position ?? requests.length;
}

/** Milliseconds. */
const ADDRESS = 120_000;
const SECOND_LOOK = 60_000;
const MARK = 60_000;
const CLEAN_UP = 60_000;
const LOST_ANSWER_GRACE = 10_000;
const SLACK = 10_000;

/** How long a creation may take whatever goes wrong: what is documented of its parts, added up. */
export function creationDeadline(
  cloud: CloudName,
  requests: readonly CallRequest[],
  lagMs: number,
): number {
  const before = lastCreateRequest(cloud, requests) * REQUEST_LIMIT;
  // EC2 is asked the same thing twice when an answer is lost.
  const create = REQUEST_LIMIT * (cloud === 'aws' ? 2 : 1);
  const settling = lagMs + LOST_ANSWER_GRACE + REQUEST_LIMIT;
  // Hetzner's creation is awaited before the address is.
  const waiting = ADDRESS * (cloud === 'hetzner' ? 2 : 1) + lagMs;
  return before + create + settling + waiting + SECOND_LOOK + MARK + CLEAN_UP + SLACK;
}
