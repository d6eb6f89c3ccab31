import type { Market } from '../../machines/capacity.js';
import { findInstanceType, type InstanceType } from '../catalogue/instance-types.js';
import { launchErrors } from '../errors/launch-errors.js';
import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import type { LaunchConfiguration } from '../instances/instance.js';
import type { Subnet } from '../network/region-network.js';
import type { RegionState } from '../state/region-state.js';
import { mergeTags, readTagSpecifications } from '../tags/tag-specifications.js';
import type { Tags } from '../tags/tags.js';
import { checkMaxPrice } from './check-max-price.js';
import { checkUserData } from './check-user-data.js';
import type { LaunchParameters } from './launch-parameters.js';
import { resolveImage } from './resolve-image.js';
import { resolveNetwork } from './resolve-network.js';

/** Instances to be, once their zone is found. */
export interface LaunchPlan {
  readonly type: InstanceType;
  readonly market: Market;
  readonly maxPrice: string | undefined;
  /** One for each zone that sells the type. */
  readonly subnets: readonly Subnet[];
  readonly tags: Tags;
  configure(subnet: Subnet): LaunchConfiguration;
}

const DEFAULT_TYPE = 'm1.small';

const taggable = [
  'instance',
  'volume',
  'network-interface',
  'spot-instances-request',
  'elastic-gpu',
] as const;

/** What planning a launch depends on beside its parameters. */
export interface PlanLaunchOptions {
  region: RegionState;
  /** Makes the refusal of reading `resolve:ssm:` images; undefined when reading them is allowed. */
  denySsm: (() => Error) | undefined;
}

/**
 * Checks everything about a launch that does not depend on what is left of capacity and quota.
 *
 * @throws ApiError naming what is wrong
 */
export function planLaunch(
  parameters: LaunchParameters,
  { region, denySsm }: PlanLaunchOptions,
): LaunchPlan {
  const image = resolveImage(parameters.ImageId, region, denySsm);
  const type = readType(parameters.InstanceType);
  if (image.architecture !== type.architecture) {
    throw launchErrors.architectureMismatch(type.architecture, image.architecture);
  }
  if (parameters.UserData !== undefined) checkUserData(parameters.UserData);
  if (parameters.KeyName !== undefined && !region.keyPairs.has(parameters.KeyName)) {
    throw resourceErrors.keyPairNotFound(parameters.KeyName);
  }
  const { market, maxPrice, persistentRequest } = readMarketOptions(parameters);
  const network = resolveNetwork(parameters, region);
  const tags = readTagSpecifications(parameters.TagSpecification, taggable);
  if (tags.has('spot-instances-request') && market !== 'spot') {
    throw requestErrors.invalidParameterCombination(
      'Tags for a Spot Instance request need a Spot Instance request.',
    );
  }
  return {
    type,
    market,
    maxPrice,
    subnets: subnetsThatSell(type, network.subnets, network.zoneAskedFor, region),
    tags: mergeTags(undefined, tags.get('instance')),
    configure: (subnet) => ({
      image,
      type,
      market,
      maxPrice,
      persistentRequest,
      subnet,
      groups: network.groups,
      assignPublicIp: network.assignPublicIp ?? subnet.mapPublicIp,
      keyName: parameters.KeyName,
      userData: parameters.UserData,
      shutdownBehavior: parameters.InstanceInitiatedShutdownBehavior ?? 'stop',
      stopProtected: parameters.DisableApiStop ?? false,
      ebsOptimized: parameters.EbsOptimized ?? false,
      monitored: parameters.Monitoring?.Enabled ?? false,
      metadata: readMetadataOptions(parameters),
      profileName: readProfileName(parameters),
      interfaceDescription: network.interfaceDescription,
    }),
  };
}

function readType(name = DEFAULT_TYPE): InstanceType {
  const type = findInstanceType(name);
  if (type === undefined) {
    throw requestErrors.invalidParameterValue(`Invalid value '${name}' for InstanceType.`);
  }
  return type;
}

function readMarketOptions({ InstanceMarketOptions: options }: LaunchParameters) {
  if (options === undefined) {
    return { market: 'on-demand', maxPrice: undefined, persistentRequest: false } as const;
  }
  const { SpotInstanceType, InstanceInterruptionBehavior, MaxPrice } = options.SpotOptions ?? {};
  const persistentRequest = SpotInstanceType === 'persistent';
  const interruption = InstanceInterruptionBehavior ?? 'terminate';
  if (interruption !== 'terminate') {
    throw persistentRequest
      ? requestErrors.notEmulated(`The interruption behavior ${interruption}`)
      : requestErrors.invalidParameterCombination(
          `The interruption behavior ${interruption} needs a persistent Spot Instance request.`,
        );
  }
  if (MaxPrice !== undefined) checkMaxPrice(MaxPrice);
  return { market: 'spot', maxPrice: MaxPrice, persistentRequest } as const;
}

function subnetsThatSell(
  type: InstanceType,
  subnets: readonly Subnet[],
  zoneAskedFor: boolean,
  { market, zones }: RegionState,
): readonly Subnet[] {
  const selling = subnets.filter(({ zone }) => market.sells(type, zone));
  if (selling.length > 0) return selling;
  const others = zones.filter((zone) => market.sells(type, zone)).map(({ name }) => name);
  const [asked] = subnets;
  if (zoneAskedFor && asked && others.length > 0) {
    throw launchErrors.unsupportedInZone(type.name, asked.zone.name, others);
  }
  throw launchErrors.unsupported();
}

function readMetadataOptions({ MetadataOptions: given }: LaunchParameters) {
  return {
    httpTokens: given?.HttpTokens ?? 'optional',
    httpPutResponseHopLimit: given?.HttpPutResponseHopLimit ?? 1,
    httpEndpoint: given?.HttpEndpoint ?? 'enabled',
    httpProtocolIpv6: given?.HttpProtocolIpv6 ?? 'disabled',
    instanceMetadataTags: given?.InstanceMetadataTags ?? 'disabled',
  };
}

function readProfileName({ IamInstanceProfile: profile }: LaunchParameters): string | undefined {
  return profile?.Name ?? profile?.Arn?.split('/').at(-1);
}
