/**
 * What goes wrong with a request.
 *
 * The effect is what the request does to the cloud's state. A fault that comes before it leaves the state
 * as it was; one that comes after it leaves a client that does not know what it has done. Over HTTP a
 * connection that is reset is reset for real; inside the process `fetch` rejects as Node's own does.
 */
export type Fault =
  /**
   * No effect, no answer. Inside the process `fetch` rejects with ECONNREFUSED; over HTTP, where the
   * connection has been accepted, it is reset.
   */
  | { readonly type: 'refuse' }
  /** No effect, then the connection is reset. */
  | { readonly type: 'resetBefore' }
  /** The effect, then the connection is reset: the answer is lost. */
  | { readonly type: 'resetAfter' }
  /** No answer until the client gives up or the emulator closes. No effect, unless `afterEffect`. */
  | { readonly type: 'hang'; readonly afterEffect?: boolean | undefined }
  /**
   * Waits before the effect, by the emulator's clock. The effect comes even if the client has given up by
   * then. Goes together with any other fault.
   */
  | { readonly type: 'delay'; readonly ms: number }
  /** The effect, then its answer's body a few bytes at a time (default: 16 bytes every 100 ms). */
  | {
      readonly type: 'slowDrip';
      readonly bytesPerChunk?: number | undefined;
      readonly intervalMs?: number | undefined;
    }
  /**
   * The effect, then its answer's head and half of its body before the connection ends. An answer
   * without a body is lost as with `resetAfter`.
   */
  | { readonly type: 'truncated' }
  /** A proxy's HTML page (default: 502) for an answer. No effect, unless `afterEffect`. */
  | {
      readonly type: 'html';
      readonly status?: number | undefined;
      readonly afterEffect?: boolean | undefined;
    }
  /** The effect, then its answer without the body. */
  | { readonly type: 'empty' }
  /** The effect, then its answer under another content type (default: `text/html`). */
  | { readonly type: 'wrongContentType'; readonly contentType?: string | undefined }
  /**
   * Any error, in the cloud's own form. Its code is a server's or client's as the cloud names it. No effect,
   * unless `afterEffect`.
   */
  | {
      readonly type: 'status';
      readonly status: number;
      readonly code: string;
      readonly message?: string | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly details?: unknown;
      readonly afterEffect?: boolean | undefined;
    };

export type FaultType = Fault['type'];

/** Which requests a fault is for. */
export interface FaultRule {
  /**
   * A text is compared with the operation (`RunInstances`, `POST /v2/droplets`), the method (`POST`), the
   * path (`/v2/droplets/7`) and method and path together. A regular expression is tried on the operation
   * and on method and path together. Default: every request.
   */
  readonly operation?: string | RegExp | undefined;
  /** Begins with the n-th matching request since the rule was added. Default: 1. */
  readonly nth?: number | undefined;
  /** For how many requests. Default: 1; with a probability: 'always'. */
  readonly times?: number | 'always' | undefined;
  /** How likely each matching request is hit, from 0 to 1, drawn from the emulator's seed. Default: 1. */
  readonly probability?: number | undefined;
  readonly fault: Fault;
}

/** One rule that was added. */
export interface FaultHandle {
  /** To how many requests it was applied. */
  readonly hits: number;
  remove(): void;
}
