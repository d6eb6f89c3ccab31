import { markErrorClass } from './error-marker.js';
import { StagelyError, type StagelyErrorOptions } from './stagely-error.js';

/** What became of the machine when `createInstance` failed. */
export type CreateOutcome = 'no-instance' | 'instance-exists' | 'unknown';

/** What an error of a provider's operation tells beside its message. */
export interface ProviderErrorOptions extends StagelyErrorOptions {
  /** The provider's name; absent when no provider was involved yet. */
  provider?: string | undefined;
  /** The method that failed: `createInstance`, `terminateInstance`. */
  operation: string;
  /** The machine it happened to. */
  instanceId?: string | undefined;
  /** What became of the machine that was to be created. */
  outcome?: CreateOutcome | undefined;
  /** The key of the creation; use it again to find or replace the machine. */
  idempotencyKey?: string | undefined;
  /** How long the cloud asks to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The cloud's own error code. */
  providerCode?: string | undefined;
  /** The cloud's id of the failed request, for its support. */
  requestId?: string | undefined;
}

const OPTIONAL_FIELDS = [
  'provider',
  'instanceId',
  'outcome',
  'idempotencyKey',
  'retryAfterMs',
  'providerCode',
  'requestId',
] as const;

/** The parent of every error that comes from an operation: a provider's, or one of the helpers around it. */
export abstract class ProviderError extends StagelyError {
  declare readonly provider?: string;
  readonly operation: string;
  declare readonly instanceId?: string;
  declare readonly outcome?: CreateOutcome;
  declare readonly idempotencyKey?: string;
  declare readonly retryAfterMs?: number;
  declare readonly providerCode?: string;
  declare readonly requestId?: string;

  constructor(message: string, options: ProviderErrorOptions) {
    super(message, options);
    this.operation = options.operation;
    for (const name of OPTIONAL_FIELDS) {
      const value = options[name];
      if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true });
    }
  }
}

markErrorClass(ProviderError, 'ProviderError');
