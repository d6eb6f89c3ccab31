export { VirtualClock, type VirtualClockOptions } from '@stagely/core/plugin';
export type {
  MockArguments,
  MockCall,
  MockCallOutcome,
  MockOperation,
  MockRequest,
} from './call-log.js';
export type { MockCredentials } from './credentials.js';
export type { MockInstanceType } from './instance-types.js';
export { MockProvider } from './mock-provider.js';
export type { MakePlannedError, PlannedErrorCode } from './planned-error.js';
export type { FailurePlan } from './planned-failures.js';
export { mockPlugin as default } from './plugin.js';
export type { MockOptions } from './provider-options.js';
export type { MockSettings } from './settings.js';
export type { MockInstance } from './simulated-instance.js';
