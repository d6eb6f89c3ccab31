/** A request as it came in, whole, over HTTP or inside the process. */
export interface IncomingCall {
  readonly method: string;
  /** As the client wrote it, with the host it asked for. */
  readonly url: URL;
  readonly headers: Headers;
  /** Empty when it was larger than the cloud takes. */
  readonly body: Uint8Array;
  /** The size as it came. */
  readonly bodyBytes: number;
}

/** A request on its way through a cloud; handlers find it as `c.env.call`. */
export interface ApiCall extends IncomingCall {
  /** From 1, in the order of arrival. */
  readonly sequence: number;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  /** A UUID, the same for the same seed and sequence. */
  readonly requestId: string;
  /** The body as UTF-8 text. */
  readonly bodyText: string;
  /** `RunInstances`, `POST /v2/droplets`; undefined for what the cloud does not know. */
  readonly operation: string | undefined;
  /** Headers for whatever answer it gets, errors included. */
  readonly responseHeaders: Headers;
}

/** The environment type of a cloud's Hono app. */
export interface EmulatorEnvironment {
  Bindings: { call: ApiCall };
}
