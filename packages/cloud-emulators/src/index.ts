export type { CloudTypes } from './emulator/cloud-definition.js';
export type { Emulator } from './emulator/emulator.js';
export type { EmulatorOptions } from './emulator/emulator-options.js';
export type { Fault, FaultHandle, FaultRule, FaultType } from './faults/fault.js';
export type { Faults } from './faults/fault-rules.js';
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
