import { markErrorClass } from './error-marker.js';
import { ProviderError, type ProviderErrorOptions } from './provider-error.js';

/** One thing that is wrong with an input. */
export interface InputIssue {
  /** Where: `spec.tags.env`, `credentials.api_token`, `instanceId`. */
  readonly path: string;
  /** What is wrong and what would be right. Never holds a secret. */
  readonly message: string;
}

export interface InvalidInputErrorOptions extends ProviderErrorOptions {
  issues: readonly InputIssue[];
}

/** An input is wrong. Nothing was requested from the cloud unless the cloud itself refused the input. */
export class InvalidInputError extends ProviderError {
  readonly code: 'invalid_input' | 'idempotency_conflict' = 'invalid_input';
  readonly retryable = false;
  /** Every problem that was found, with its path. */
  readonly issues: readonly InputIssue[];

  constructor(message: string, options: InvalidInputErrorOptions) {
    const { issues, ...rest } = options;
    super(message, rest);
    this.issues = issues;
  }
}

markErrorClass(InvalidInputError, 'InvalidInputError');
