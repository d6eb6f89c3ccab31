import { messageOf } from './message-of.js';

/** What a program is told of a failure beside the error itself. */
export interface FailureDetails {
  readonly instanceId?: string | undefined;
  readonly outcome?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** An error of a provider, with a next step that only the command which met it knows. */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError';
  /** The error itself, which decides the exit code. */
  readonly error: unknown;
  readonly hint: string;
  readonly details: FailureDetails;

  constructor(error: unknown, hint: string, details: FailureDetails = {}) {
    super(messageOf(error));
    this.error = error;
    this.hint = hint;
    this.details = details;
  }
}
