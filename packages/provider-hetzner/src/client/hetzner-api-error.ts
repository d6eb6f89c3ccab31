/** An error as the API describes it. */
export interface HetznerAPIErrorOptions {
  /** The HTTP status. */
  status: number;
  /** The API's own code; absent where the answer came without one, as from a proxy. */
  code?: string | undefined;
  /** What the API adds, such as `{ fields: [{ name, messages }] }`. */
  details?: unknown;
  /** `X-Correlation-Id`, for Hetzner's support. */
  correlationId?: string | undefined;
  /** `Retry-After` in milliseconds; Hetzner documents none, but a proxy may send one. */
  retryAfterMs?: number | undefined;
}

/**
 * The API refused a request, or answered with an error. Token and user data are taken out of everything in it,
 * whatever the answer held.
 */
export class HetznerAPIError extends Error {
  override readonly name = 'HetznerAPIError';
  readonly status: number;
  readonly code: string | undefined;
  readonly details: unknown;
  readonly correlationId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: HetznerAPIErrorOptions) {
    super(message);
    this.status = options.status;
    this.code = options.code;
    this.details = options.details;
    this.correlationId = options.correlationId;
    this.retryAfterMs = options.retryAfterMs;
  }
}
