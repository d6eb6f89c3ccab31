export type { StandardSchemaV1 } from '@standard-schema/spec';
export type { Clock } from './clock/clock.js';
export { systemClock } from './clock/system-clock.js';
export { VirtualClock, type VirtualClockOptions } from './clock/virtual-clock.js';
export { type Logger, silentLogger } from './contract/logger.js';
export type { ProviderContext } from './contract/provider-context.js';
export {
  type Call,
  type CreationCloud,
  type Launch,
  type LaunchedInstance,
  LaunchTakenError,
} from './creation/creation-cloud.js';
export { InstanceCreations, type InstanceCreationsOptions } from './creation/instance-creations.js';
export type { InstanceMark, ManagedInstance } from './creation/managed-instance.js';
export { toInstanceStatus, toListedInstance } from './creation/to-contract.js';
export { matchesFilter } from './listing/matches-filter.js';
export { type BackoffOptions, backoffDelay } from './plugin/backoff.js';
export { type DeadlineOptions, type DeadlineScope, withDeadline } from './plugin/deadline.js';
export { definePlugin } from './plugin/define-plugin.js';
export { canonicalJson, type HashedSpec, hashInstanceSpec } from './plugin/hash-instance-spec.js';
export { abortedError, describeOperation, type Operation } from './plugin/operation.js';
export {
  hashIdempotencyKey,
  OWNERSHIP_TAG,
  type OwnedTags,
  type Ownership,
  readOwnershipTags,
  toOwnershipTags,
} from './plugin/ownership-tags.js';
export {
  parseCallOptions,
  parseExpiry,
  parseInstanceFilter,
  parseInstanceId,
} from './plugin/parse-arguments.js';
export { parseBoth } from './plugin/parse-both.js';
export { parseCredentials } from './plugin/parse-credentials.js';
export {
  type ParsedInstanceSpec,
  type ParseInstanceSpecOptions,
  parseInstanceSpec,
} from './plugin/parse-instance-spec.js';
export { type PollOptions, poll } from './plugin/poll.js';
export { providerContextSchema } from './plugin/provider-context-schema.js';
export type { Environment, ProviderPlugin } from './plugin/provider-plugin.js';
export { SharedCalls, type SharedResult } from './plugin/shared-calls.js';
export { unlessAborted } from './plugin/unless-aborted.js';
export { CachedReads, type CachedReadsOptions } from './reading/cached-reads.js';
export {
  SharedReads,
  type SharedReadsOptions,
  type SharedReadsReader,
} from './reading/shared-reads.js';
export { Redactor } from './redaction/redactor.js';
export { type EndInstanceOptions, endInstance } from './termination/end-instance.js';
export { InstanceLockedError, type TerminationCloud } from './termination/termination-cloud.js';
export { invalidInput, parseInput } from './validation/parse-input.js';
export { strictFields } from './validation/schemas.js';
