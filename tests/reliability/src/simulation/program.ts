/** How many processes share the cloud. */
export const CLIENTS = 3;
export const KEYS = ['red', 'blue'] as const;
export const SPECS = ['small', 'medium'] as const;

export type Key = (typeof KEYS)[number];
type SpecName = (typeof SPECS)[number];

/** What an operation of the program is told beside its own arguments. */
interface Operated {
  /** Which process, from 0. */
  readonly client: number;
  /** Its caller gives up this long after it began, in milliseconds. */
  readonly abortAfterMs: number | undefined;
}

/** Which machine: the n-th of those the cloud has, counted round. */
interface Targeted {
  readonly target: number;
}

export type FaultKind =
  | 'refuse'
  | 'resetBefore'
  | 'resetAfter'
  | 'hang'
  | 'hangAfterEffect'
  | 'delay'
  | 'delayInTime'
  | 'slowDrip'
  | 'truncated'
  | 'html'
  | 'htmlAfterEffect'
  | 'empty'
  | 'wrongContentType'
  | 'serverError'
  | 'serverErrorAfterEffect'
  | 'throttled';

export type RequestKind = 'create' | 'read' | 'end' | 'mark' | 'any';

export type Action =
  | (Operated & {
      readonly type: 'create';
      /** Without one the provider makes its own. */
      readonly key: Key | undefined;
      readonly spec: SpecName;
      readonly spot: boolean;
      readonly leaseMs: number | undefined;
    })
  | (Operated & Targeted & { readonly type: 'status' })
  | (Operated & { readonly type: 'list' })
  | (Operated & Targeted & { readonly type: 'terminate' })
  | (Operated & Targeted & { readonly type: 'setExpiry'; readonly leaseMs: number | undefined })
  | (Operated & { readonly type: 'reap'; readonly olderThanMs: number | undefined })
  /** The process is gone, as by `kill -9`; another one takes its place. */
  | { readonly type: 'crash'; readonly client: number }
  | {
      readonly type: 'fault';
      readonly kind: FaultKind;
      readonly requests: RequestKind;
      readonly probability: number;
      readonly forMs: number;
    }
  | { readonly type: 'capacity' | 'quota'; readonly machines: number | 'unlimited' }
  /** Behind everybody's back, as by the cloud or its console. */
  | (Targeted & { readonly type: 'endMachine' | 'stopMachine' });

export type Operation = Extract<Action, Operated>;

/** Something that happens some time after what comes before it. */
export interface Step {
  readonly afterMs: number;
  readonly action: Action;
}

/** All that a run depends on. */
export interface Program {
  /** How far reads lag, in milliseconds; the providers know of it. */
  readonly lagMs: number;
  /** How likely a read lags. */
  readonly staleProbability: number;
  /** Decides latencies, jitter, and what the cloud draws. */
  readonly noise: number;
  readonly steps: readonly Step[];
}
