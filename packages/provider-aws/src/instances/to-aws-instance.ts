import type { InstanceState } from '@stagely/core';
import type { InstanceAnswer } from '../wire/instance-schema.js';
import type { AwsInstance } from './aws-instance.js';
import { readEc2Tags } from './aws-tags.js';
import { formatInstanceId } from './instance-id.js';

const STATES: ReadonlyMap<string, InstanceState> = new Map([
  ['pending', 'pending'],
  ['running', 'running'],
  ['stopping', 'stopped'],
  ['stopped', 'stopped'],
  ['shutting-down', 'terminated'],
  ['terminated', 'terminated'],
]);

/** The state that one of EC2's comes to; one that nobody knows yet will become another. */
export function toInstanceState(name: string): InstanceState {
  return STATES.get(name) ?? 'pending';
}

/** Turns an instance as EC2 describes it into one that this provider knows. */
export function toAwsInstance(answer: InstanceAnswer, region: string): AwsInstance {
  const { InstanceId, InstanceType, LaunchTime, PublicIpAddress, PrivateIpAddress } = answer;
  const state = toInstanceState(answer.State.Name);
  const publicIp = PublicIpAddress === '' ? undefined : PublicIpAddress;
  const reason = readReason(answer);
  const { owned, generation } = readEc2Tags(answer.Tags);
  const {
    tags = {},
    idempotencyKeyHash,
    specHash,
    expiresAt,
    creator,
    adopted,
    abandoned,
  } = owned ?? {};
  return {
    instanceId: formatInstanceId({ region, ec2Id: InstanceId }),
    ec2Id: InstanceId,
    region,
    instanceType: InstanceType,
    architecture: answer.Architecture === 'arm64' ? 'arm64' : 'amd64',
    spotInstance: answer.InstanceLifecycle === 'spot',
    state,
    ready: state === 'running' && publicIp !== undefined,
    managed: owned !== undefined,
    tags,
    generation,
    specHash,
    creator,
    adopted,
    abandoned,
    ...(publicIp === undefined ? {} : { publicIp }),
    ...(PrivateIpAddress ? { privateIp: PrivateIpAddress } : {}),
    ...(LaunchTime === undefined ? {} : { launchedAt: LaunchTime }),
    ...(reason === undefined ? {} : { reason }),
    ...(idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** Why an instance ended or stopped, with EC2's code at the head: `Server.SpotInstanceTermination: …`. */
function readReason({ StateReason, State }: InstanceAnswer): string | undefined {
  const { Code = '', Message = '' } = StateReason ?? {};
  if (Code === '' || Code === 'pending' || toInstanceState(State.Name) === 'running') {
    return undefined;
  }
  return Message.startsWith(Code) || Message === '' ? Message || Code : `${Code}: ${Message}`;
}
