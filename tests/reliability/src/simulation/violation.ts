/** What must never be, as the columns of the report name it. */
export type ViolationKind =
  /** Two usable machines with one key. */
  | 'duplicate'
  /** A machine that nobody knows of, or that outlives the reaper. */
  | 'orphan'
  /** A result or an error that does not say what is. */
  | 'wrongOutcome'
  /** A machine that was ended although somebody has it. */
  | 'endedInUse'
  /** An operation that does not settle, or leaves something running. */
  | 'late'
  | 'leakedSecret';

export interface Violation {
  readonly kind: ViolationKind;
  readonly message: string;
}
