/** What must never be found: one column of the report each. */
export const FINDING_KINDS = [
  'duplicate',
  'orphan',
  'wrongOutcome',
  'endedInUse',
  'late',
  'leakedSecret',
] as const;

/**
 * - `duplicate`: more than one live machine for one request
 * - `orphan`: a machine that nobody knows of, or a leftover beside machines, after the reaper
 * - `wrongOutcome`: a result or an error that does not say what is
 * - `endedInUse`: a machine that was ended although somebody has it
 * - `late`: an operation that is not settled at its deadline, or leaves something running
 * - `leakedSecret`: credentials or user data in what a caller or a log sees
 */
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  readonly message: string;
}
