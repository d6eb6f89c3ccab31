/**
 * Why there is no answer:
 *
 * - `unreachable`: no connection came about, so nothing was sent
 * - `lost`: the connection broke; the request may have been carried out
 * - `timeout`: no answer within the time limit; the request may still be carried out
 * - `unreadable`: an answer came, but not one of the API's; the request may have been carried out
 */
export type ConnectionFailure = 'unreachable' | 'lost' | 'timeout' | 'unreadable';

/** A request came to nothing that can be read. Token and user data are taken out of its cause. */
export class HetznerConnectionError extends Error {
  override readonly name = 'HetznerConnectionError';
  readonly failure: ConnectionFailure;
  /** The HTTP status of an answer that could not be read. */
  readonly status: number | undefined;
  readonly correlationId: string | undefined;

  constructor(
    message: string,
    options: {
      failure: ConnectionFailure;
      status?: number | undefined;
      correlationId?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.failure = options.failure;
    this.status = options.status;
    this.correlationId = options.correlationId;
  }
}
