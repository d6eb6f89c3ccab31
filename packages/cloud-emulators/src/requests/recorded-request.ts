import type { FaultType } from '../faults/fault.js';

/** One request as the log keeps it. What authorises a request is never in it. */
export interface RecordedRequest {
  /** From 1, in the order of arrival. */
  readonly sequence: number;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Every value of every query parameter, without signatures and tokens. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** `RunInstances`, `POST /v2/droplets`; absent for what the cloud does not know. */
  readonly operation?: string | undefined;
  /** Without authorization, cookies and security tokens. */
  readonly headers: Readonly<Record<string, string>>;
  /** The start of the body as text, at most 64 Ki characters. */
  readonly body: string;
  /** The size of the body as it came. */
  readonly bodyBytes: number;
  /** The faults that were applied, in order. */
  readonly faults: readonly FaultType[];
  /** Whether the cloud got to handle it, so that it may have had an effect. */
  readonly handled: boolean;
  /** The status that was answered; absent while under way, and when no answer was given. */
  readonly status?: number | undefined;
  /** The cloud's code of an answer that is an error. */
  readonly errorCode?: string | undefined;
  /** What a handler threw that is no answer: a defect of the emulator. It was answered as a 500. */
  readonly failure?: unknown;
}
