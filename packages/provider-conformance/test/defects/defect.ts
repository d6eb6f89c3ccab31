import type { CloudProvider, ProviderContext } from '@stagely/core';
import type { ConformanceHarness } from '../../src/harness.js';
import type { TinyHarnessOptions } from '../tiny-harness.js';
import type { TinyCredentials } from '../tiny-machines.js';

/** One way of breaking the contract. */
export interface Defect {
  /** What the provider does wrong. */
  readonly name: string;
  /** The case that is about it. */
  readonly about: string;
  /** Cases that cannot but fail too, because what they need is broken. */
  readonly also?: readonly string[] | 'every case that makes a machine';
  /** The honest provider, wrong in one way. */
  readonly Provider?: new (
    credentials: TinyCredentials,
    context: ProviderContext,
  ) => CloudProvider;
  /** What its cloud is like. */
  readonly cloud?: Omit<TinyHarnessOptions, 'Provider'>;
  /** For what is wrong outside the provider. */
  readonly harness?: (honest: ConformanceHarness) => ConformanceHarness;
}
