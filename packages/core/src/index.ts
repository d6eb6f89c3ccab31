export type { Clock } from './clock/clock.js';
export type { CallOptions } from './contract/call-options.js';
export { type CloudProvider, CONTRACT_VERSION } from './contract/cloud-provider.js';
export type { CreatedInstance } from './contract/created-instance.js';
export type {
  Architecture,
  InstanceSize,
  InstanceSpec,
  ProviderOptions,
} from './contract/instance-spec.js';
export type { InstanceState, InstanceStatus } from './contract/instance-status.js';
export type { InstanceFilter, ListedInstance } from './contract/listed-instance.js';
export type { Logger } from './contract/logger.js';
export type { ProviderContext } from './contract/provider-context.js';
export type { ProviderWarning, ProviderWarningCode } from './contract/provider-warning.js';
export type { RequestBudget, RequestLimits } from './contract/request-limits.js';
export type { SweepResult, SweptResource } from './contract/sweep-result.js';
export type { DecryptionOptions, EncryptionOptions } from './credentials/check-arguments.js';
export { decryptCredentials } from './credentials/decrypt-credentials.js';
export { encryptCredentials } from './credentials/encrypt-credentials.js';
export { generateEncryptionKey, parseEncryptionKey } from './credentials/encryption-key.js';
export { rotateCredentials } from './credentials/rotate-credentials.js';
export { CapacityUnavailableError } from './errors/capacity-unavailable-error.js';
export { CredentialDecryptionError } from './errors/credential-decryption-error.js';
export { IdempotencyConflictError } from './errors/idempotency-conflict-error.js';
export { IncompatibleProviderError } from './errors/incompatible-provider-error.js';
export { InstanceNotFoundError } from './errors/instance-not-found-error.js';
export { InvalidCredentialsError } from './errors/invalid-credentials-error.js';
export {
  type InputIssue,
  InvalidInputError,
  type InvalidInputErrorOptions,
} from './errors/invalid-input-error.js';
export { NetworkFailureError } from './errors/network-failure-error.js';
export { OperationAbortedError } from './errors/operation-aborted-error.js';
export {
  type CreateOutcome,
  ProviderError,
  type ProviderErrorOptions,
} from './errors/provider-error.js';
export { ProviderNotInstalledError } from './errors/provider-not-installed-error.js';
export { QuotaExceededError } from './errors/quota-exceeded-error.js';
export { RateLimitedError } from './errors/rate-limited-error.js';
export { ReadinessTimeoutError } from './errors/readiness-timeout-error.js';
export { type ErrorCode, StagelyError, type StagelyErrorOptions } from './errors/stagely-error.js';
export {
  type ReapOptions,
  type ReapResult,
  reapInstances,
} from './orchestration/reap-instances.js';
export { type RetryAttempt, type RetryPolicy, retry } from './orchestration/retry.js';
export { type WaitUntilReadyOptions, waitUntilReady } from './orchestration/wait-until-ready.js';
export { hashIdempotencyKey } from './plugin/ownership-tags.js';
export type { Environment, ProviderPlugin } from './plugin/provider-plugin.js';
export type { InstalledPlugin } from './registry/discover-plugins.js';
export { type GetProviderOptions, ProviderRegistry } from './registry/provider-registry.js';
export type { ProviderRegistryOptions } from './registry/registry-options.js';
