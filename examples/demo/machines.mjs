/** @import { ProviderWarningCode } from '@stagely/core' */

/**
 * A machine that the demo asks for, and what has to come of it.
 *
 * @typedef {object} MachineRequest
 * @property {string} provider
 * @property {string} asked the request in a few words
 * @property {readonly string[]} options of `stagely create`
 * @property {string} type the instance type that it has to get
 * @property {readonly ProviderWarningCode[]} warnings those that it has to bring, and no others
 * @property {string} [key] its idempotency key
 */

/** @type {readonly MachineRequest[]} */
export const machineRequests = [
  {
    provider: 'aws',
    asked: 'small amd64',
    options: ['-s', 'small', '-a', 'amd64', '--tag', 'team=web', '--expires-in', '2h'],
    type: 't3.small',
    warnings: [],
  },
  {
    provider: 'aws',
    asked: 'medium arm64',
    options: ['-s', 'medium', '-a', 'arm64', '--tag', 'team=build'],
    type: 'c7g.xlarge',
    warnings: ['other_instance_type'],
  },
  {
    provider: 'aws',
    asked: 'large amd64 spot',
    options: ['-s', 'large', '-a', 'amd64', '--spot', '--tag', 'team=build'],
    type: 'c5.2xlarge',
    warnings: ['spot_unavailable'],
  },
  {
    provider: 'aws',
    asked: 'small arm64 us-west-2',
    options: ['-s', 'small', '-a', 'arm64', '--region', 'us-west-2', '--expires-in', '30m'],
    type: 't4g.small',
    warnings: [],
  },
  {
    provider: 'digitalocean',
    asked: 'small amd64',
    options: ['-s', 'small', '-a', 'amd64', '--tag', 'branch=feature/faster'],
    type: 's-2vcpu-4gb',
    warnings: [],
  },
  {
    provider: 'digitalocean',
    asked: 'medium arm64',
    options: ['-s', 'medium', '-a', 'arm64', '--idempotency-key', 'preview-42'],
    type: 'c-4',
    warnings: ['emulated_architecture'],
    key: 'preview-42',
  },
  {
    provider: 'digitalocean',
    asked: 'small amd64 nyc3',
    options: ['-s', 'small', '-a', 'amd64', '--region', 'nyc3', '--expires-in', '1h'],
    type: 's-2vcpu-4gb-intel',
    warnings: ['other_instance_type'],
  },
  {
    provider: 'hetzner',
    asked: 'small amd64',
    options: ['-s', 'small', '-a', 'amd64', '--tag', 'team=web', '--expires-in', '2h'],
    type: 'cx23',
    warnings: ['other_instance_type'],
  },
  {
    provider: 'hetzner',
    asked: 'medium arm64',
    options: ['-s', 'medium', '-a', 'arm64', '--tag', 'team=build'],
    type: 'cax21',
    warnings: [],
  },
  {
    provider: 'hetzner',
    asked: 'large arm64 hel1',
    options: ['-s', 'large', '-a', 'arm64', '--region', 'hel1', '--expires-in', '30m'],
    type: 'cax31',
    warnings: [],
  },
  {
    provider: 'mock',
    asked: 'small amd64',
    options: ['-s', 'small', '-a', 'amd64', '--tag', 'team=web'],
    type: 'mock.small',
    warnings: [],
  },
  {
    provider: 'mock',
    asked: 'large arm64 spot',
    options: ['-s', 'large', '-a', 'arm64', '--spot'],
    type: 'mock.large.arm64',
    warnings: [],
  },
  {
    provider: 'mock',
    asked: 'medium amd64 mock-2',
    options: ['-s', 'medium', '-a', 'amd64', '--region', 'mock-2', '--expires-in', '1h'],
    type: 'mock.medium',
    warnings: [],
  },
];

/**
 * A machine on its way.
 *
 * @typedef {object} Machine
 * @property {MachineRequest} request
 * @property {'asked for' | 'starting' | 'ready' | 'ending' | 'ended' | 'failed'} state
 * @property {string} [instanceId]
 * @property {string} [address]
 * @property {string} [type]
 * @property {ProviderWarningCode[]} warnings
 * @property {number} startedAt milliseconds, as `performance.now()` has them
 * @property {number} [readyAt]
 * @property {boolean} ended whether the command has said so
 */

/**
 * @param {MachineRequest} request
 * @returns {Machine}
 */
export function beginMachine(request) {
  return {
    request,
    state: 'asked for',
    warnings: [],
    startedAt: performance.now(),
    ended: false,
  };
}
