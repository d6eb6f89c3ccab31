import type { Invocation } from '../invocation/invocation.js';

/** What a command does; the result is its exit code. */
export type Action = (invocation: Invocation) => Promise<number>;

/** Runs what a command does, once its options are parsed. */
export type Perform = (action: Action) => Promise<void>;
