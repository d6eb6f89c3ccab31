import type { Market } from '../../machines/capacity.js';
import type { History } from '../../storage/history.js';
import type { Image } from '../catalogue/images.js';
import type { InstanceType } from '../catalogue/instance-types.js';
import type { SecurityGroup, Subnet } from '../network/region-network.js';
import type { Tags } from '../tags/tags.js';
import { type Phase, phaseAt } from './instance-phases.js';

/** What an instance is launched as; nothing of it changes later. */
export interface LaunchConfiguration {
  readonly image: Image;
  readonly type: InstanceType;
  readonly market: Market;
  /** Dollars an hour, as given. */
  readonly maxPrice?: string | undefined;
  /** Whether a spot request outlives its instance, which then may be stopped. */
  readonly persistentRequest: boolean;
  readonly subnet: Subnet;
  readonly groups: readonly SecurityGroup[];
  readonly assignPublicIp: boolean;
  readonly keyName?: string | undefined;
  /** base64. */
  readonly userData?: string | undefined;
  readonly shutdownBehavior: 'stop' | 'terminate';
  readonly stopProtected: boolean;
  readonly ebsOptimized: boolean;
  readonly monitored: boolean;
  readonly metadata: MetadataOptions;
  readonly profileName?: string | undefined;
  readonly interfaceDescription: string;
}

/** How the machine's metadata service is reached. */
interface MetadataOptions {
  readonly httpTokens: 'optional' | 'required';
  readonly httpPutResponseHopLimit: number;
  readonly httpEndpoint: 'enabled' | 'disabled';
  readonly httpProtocolIpv6: 'enabled' | 'disabled';
  readonly instanceMetadataTags: 'enabled' | 'disabled';
}

/** An instance as requests have left it; what time makes of it is in its phases. */
export interface Instance {
  readonly id: string;
  readonly region: string;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly launchedAt: number;
  readonly configuration: LaunchConfiguration;
  readonly privateIp: string;
  readonly volumeId: string;
  readonly interfaceId: string;
  readonly clientToken: string;
  readonly spotRequestId?: string | undefined;
  readonly phases: History<readonly Phase[]>;
  readonly tags: History<Tags>;
  /** DisableApiTermination. */
  terminationProtected: boolean;
}

/** How an instance is, or at an earlier time was. */
export function phaseOf(instance: Instance, asOf: number): Phase {
  return phaseAt(instance.phases.asOf(asOf) ?? instance.phases.current, asOf);
}

export function tagsOf(instance: Instance, asOf: number): Tags {
  return instance.tags.asOf(asOf) ?? instance.tags.current;
}
