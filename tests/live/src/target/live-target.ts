import type { ProviderPlugin } from '@stagely/core';
import type { CloudDescription } from '../clouds/cloud-description.js';

/** A cloud with an account on it. */
export interface LiveTarget {
  readonly description: CloudDescription;
  readonly plugin: ProviderPlugin;
  readonly credentials: Readonly<Record<string, unknown>>;
  /** The provider's settings: the address of an emulated cloud. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly pace: Pace;
}

/** How long the suite waits, in milliseconds. */
export interface Pace {
  /** Between two looks at a machine. */
  readonly pollMs: number;
  /** For how long no machine may be seen before none counts as left. */
  readonly settleMs: number;
}

/** A target, or why there is none. */
export type FoundTarget =
  | { readonly target: LiveTarget; readonly missing?: never }
  | { readonly target?: never; readonly missing: string };
