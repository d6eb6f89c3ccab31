import { hasErrorMarker, markErrorClass } from './error-marker.js';

/** The code of every error class, for programs and logs. */
export type ErrorCode =
  | 'invalid_credentials'
  | 'quota_exceeded'
  | 'capacity_unavailable'
  | 'network_failure'
  | 'rate_limited'
  | 'readiness_timeout'
  | 'invalid_input'
  | 'idempotency_conflict'
  | 'instance_not_found'
  | 'aborted'
  | 'provider_not_installed'
  | 'incompatible_provider'
  | 'credential_decryption';

/** What every error can carry beside its message. */
export interface StagelyErrorOptions {
  /** What led to it. Providers hand in a redacted copy. */
  cause?: unknown;
}

/**
 * The parent of every error that Stagely throws.
 *
 * `instanceof` and `isInstance` work across several copies of this package in one process, because each
 * class is recognised by a registered symbol; a subclass of your own is recognised in the ordinary way.
 */
export abstract class StagelyError extends Error {
  /** What kind of error it is; the same for every instance of a class. */
  abstract readonly code: ErrorCode;
  /** Whether the same call may succeed later without anybody changing anything. */
  abstract readonly retryable: boolean;

  constructor(message: string, options: StagelyErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }

  /** Like `value instanceof TheClass`, for callers who narrow by function. */
  static isInstance<T>(this: abstract new (...args: never[]) => T, value: unknown): value is T {
    return hasErrorMarker(this, value);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasErrorMarker(this, value);
  }

  /** What a log line needs: everything but the stacks. */
  toJSON(): Record<string, unknown> {
    const { name, message, cause } = this;
    const fields: Record<string, unknown> = {
      name,
      message,
      ...Object.fromEntries(Object.entries(this)),
    };
    if (cause instanceof Error) fields['cause'] = { name: cause.name, message: cause.message };
    return fields;
  }
}

markErrorClass(StagelyError, 'StagelyError');
