/** What an `ApiError` is made of. */
export interface ApiErrorOptions {
  /** HTTP status, 200 to 599. */
  status: number;
  /** The cloud's own code: `InvalidInstanceID.NotFound`, `unprocessable_entity`, `locked`. */
  code: string;
  message: string;
  headers?: Readonly<Record<string, string>> | undefined;
  /** What the cloud's form has beside code and message, such as Hetzner's `details`. */
  details?: unknown;
}

/** An answer that is an error. Route handlers throw it; the cloud's `renderError` gives it its form. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: unknown;

  constructor({ status, code, message, headers = {}, details }: ApiErrorOptions) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.details = details;
  }
}
