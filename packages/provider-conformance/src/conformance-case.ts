import type { CaseContext } from './case-context.js';
import type { CheckedHarness } from './check-harness.js';

/** One promise of the contract, as a test. */
export interface ConformanceCase {
  /** A sentence that is true of every provider that keeps the contract. Unique among the cases. */
  readonly name: string;
  /** What it belongs to: `lifecycle`, `idempotency`, `abort` and so on. */
  readonly group: string;
  /** What the contract promises, in words. */
  readonly rule: string;
  /**
   * Tries the provider, and ends whatever machines that took. Cases of one harness wait for each other.
   * Rejects with a `ConformanceFailure` when the promise is broken.
   */
  run(): Promise<void>;
}

/** A case before it is bound to a harness. */
export interface CaseDefinition {
  readonly name: string;
  readonly rule: string;
  /** What an author whose provider fails should look at. */
  readonly advice: string;
  /** Only for harnesses that offer what the case needs; none of the members it asks for is a property of the cloud. */
  readonly appliesTo?: (harness: CheckedHarness) => boolean;
  run(context: CaseContext): Promise<void>;
}
