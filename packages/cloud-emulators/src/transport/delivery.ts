import type { IncomingCall } from '../emulator/api-call.js';

/** A complete HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** How a request ends, for a transport to carry out. */
export type Delivery =
  | { readonly kind: 'whole'; readonly answer: Answer }
  /** The head promises the whole body, half of it comes, then the connection ends. */
  | { readonly kind: 'truncated'; readonly answer: Answer }
  | {
      readonly kind: 'drip';
      readonly answer: Answer;
      readonly bytesPerChunk: number;
      readonly intervalMs: number;
    }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

/** Takes a whole request to its end. Rejects only when the emulator closes meanwhile. */
export type ServeCall = (call: IncomingCall) => Promise<Delivery>;

/** The first half of a body, at least nothing and never all of it. */
export function firstHalf(body: Uint8Array): Uint8Array {
  return body.subarray(0, Math.floor(body.length / 2));
}

/** Cuts a body into chunks of a size. */
export function* chunksOf(body: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < body.length; start += size) yield body.subarray(start, start + size);
}

/** Statuses that HTTP gives no body. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}
