import type { Market } from '../../machines/capacity.js';
import { type Instance, phaseOf, tagsOf } from '../instances/instance.js';
import {
  type InstanceStateName,
  type StateReason,
  terminationOf,
} from '../instances/instance-phases.js';

/** The truth about an instance, whatever EC2 shows of it. */
export interface Ec2Instance {
  readonly instanceId: string;
  readonly region: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly market: Market;
  readonly imageId: string;
  readonly state: InstanceStateName;
  readonly stateReason: StateReason | undefined;
  readonly publicIp: string | undefined;
  readonly privateIp: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly clientToken: string;
  /** base64, as it was sent. */
  readonly userData: string | undefined;
  readonly shutdownBehavior: 'stop' | 'terminate';
  readonly terminationProtected: boolean;
  readonly launchedAt: Date;
  /** When it is or will be terminated. */
  readonly terminatedAt: Date | undefined;
}

export function viewInstance(instance: Instance, now: number): Ec2Instance {
  const { configuration } = instance;
  const { state, publicIp, reason } = phaseOf(instance, now);
  const terminatedAt = terminationOf(instance.phases.current);
  return {
    instanceId: instance.id,
    region: instance.region,
    zone: configuration.subnet.zone.name,
    instanceType: configuration.type.name,
    market: configuration.market,
    imageId: configuration.image.id,
    state,
    stateReason: reason,
    publicIp,
    privateIp: instance.privateIp,
    tags: Object.fromEntries(tagsOf(instance, now)),
    clientToken: instance.clientToken,
    userData: configuration.userData,
    shutdownBehavior: configuration.shutdownBehavior,
    terminationProtected: instance.terminationProtected,
    launchedAt: new Date(instance.launchedAt),
    terminatedAt: terminatedAt === undefined ? undefined : new Date(terminatedAt),
  };
}
