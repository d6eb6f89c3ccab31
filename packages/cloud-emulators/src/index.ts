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
