export type { Account as DigitalOceanAccount } from './digitalocean/account/account.js';
export type {
  DigitalOceanToken,
  Tokens as DigitalOceanTokens,
} from './digitalocean/account/tokens.js';
export type {
  Image as DigitalOceanImage,
  Images as DigitalOceanImages,
} from './digitalocean/catalogue/images.js';
export type {
  Region as DigitalOceanRegion,
  Regions as DigitalOceanRegions,
} from './digitalocean/catalogue/regions.js';
export type {
  Size as DigitalOceanSize,
  Sizes as DigitalOceanSizes,
} from './digitalocean/catalogue/sizes.js';
export { DIGITALOCEAN_TEST_TOKEN } from './digitalocean/digitalocean-defaults.js';
export type { DigitalOceanSettings } from './digitalocean/digitalocean-settings.js';
export type { DigitalOceanState } from './digitalocean/digitalocean-state.js';
export type { DigitalOceanTypes } from './digitalocean/digitalocean-types.js';
export type {
  DropletControls as DigitalOceanDroplets,
  PlantedDroplet,
} from './digitalocean/droplets/droplet-controls.js';
export type { EmulatedDroplet } from './digitalocean/droplets/emulated-droplet.js';
export {
  type DigitalOceanEmulatorOptions,
  startDigitalOceanEmulator,
} from './digitalocean/start-digitalocean-emulator.js';
export {
  EC2_TEST_CREDENTIALS,
  type Ec2Action,
  type Ec2Credentials,
  type Ec2Emulator,
  type Ec2EmulatorOptions,
  type Ec2Image,
  type Ec2Instance,
  type Ec2LaunchTemplate,
  type Ec2Location,
  type Ec2Quota,
  type Ec2RateBucket,
  type Ec2State,
  type Ec2Timing,
  type Ec2Types,
  type InstanceStateName as Ec2InstanceStateName,
  type LaunchFailureRule as Ec2LaunchFailureRule,
  type PlantedInstance as Ec2PlantedInstance,
  type StateReason as Ec2StateReason,
  startEc2Emulator,
} from './ec2/index.js';
export type { CloudTypes } from './emulator/cloud-definition.js';
export type { Emulator } from './emulator/emulator.js';
export type { EmulatorOptions } from './emulator/emulator-options.js';
export type { Fault, FaultHandle, FaultRule, FaultType } from './faults/fault.js';
export type { Faults } from './faults/fault-rules.js';
export {
  type HetznerBehaviour,
  type HetznerBehaviourChanges,
  type HetznerCatalogue,
  type HetznerCredential,
  type HetznerDeprecation,
  type HetznerEmulator,
  type HetznerEmulatorOptions,
  type HetznerImage,
  type HetznerLocation,
  type HetznerPlantedServer,
  type HetznerQuota,
  type HetznerServerRecord,
  type HetznerServerStatus,
  type HetznerServerType,
  type HetznerServerTypeOffer,
  type HetznerState,
  type HetznerTiming,
  type HetznerToken,
  type HetznerTypes,
  hetznerFaults,
  startHetznerEmulator,
} from './hetzner/index.js';
export type {
  Capacity,
  CapacityPool,
  CapacityRule,
  CapacityScope,
  Market,
} from './machines/capacity.js';
export type { MachineMeter, MeteredMachine, MeterReading } from './machines/machine-meter.js';
export type { Quotas } from './machines/quotas.js';
export type { Timing } from './machines/timing.js';
export type { Random } from './random/random.js';
export type { RateLimit, SlidingWindowLimit, TokenBucketLimit } from './rates/rate-limit.js';
export type { RecordedRequest } from './requests/recorded-request.js';
export type { RequestLog } from './requests/request-log.js';
export type { ConsistencyOptions } from './storage/read-consistency.js';
