import type { Finding, FindingKind } from './finding.js';

/** What many cases came to. */
export interface ReportRow {
  readonly label: string;
  readonly cases: number;
  readonly clean: number;
  /** How many cases had at least one finding of a kind. */
  readonly counts: Readonly<Record<FindingKind, number>>;
}

const NONE: Readonly<Record<FindingKind, number>> = {
  duplicate: 0,
  orphan: 0,
  wrongOutcome: 0,
  endedInUse: 0,
  late: 0,
  leakedSecret: 0,
};

export function emptyRow(label: string): ReportRow {
  return { label, cases: 0, clean: 0, counts: NONE };
}

/** The row with one more case. */
export function withCase(row: ReportRow, findings: readonly Finding[]): ReportRow {
  const counts = { ...row.counts };
  for (const kind of new Set(findings.map((finding) => finding.kind))) counts[kind]++;
  const clean = row.clean + (findings.length === 0 ? 1 : 0);
  return { ...row, cases: row.cases + 1, clean, counts };
}
