import Table from 'cli-table3';
import { FINDING_KINDS, type FindingKind } from './finding.js';
import type { ReportRow } from './report-row.js';

const HEADINGS: Readonly<Record<FindingKind, string>> = {
  duplicate: 'duplicates',
  orphan: 'orphans',
  wrongOutcome: 'wrong outcome',
  endedInUse: 'ended in use',
  late: 'late',
  leakedSecret: 'leaked secrets',
};

/** The table that the command prints. */
export function renderReport(rows: readonly ReportRow[]): string {
  const table = new Table({
    head: ['', 'cases', 'clean', ...FINDING_KINDS.map((kind) => HEADINGS[kind])],
    colAligns: [
      'left',
      ...Array.from({ length: 2 + FINDING_KINDS.length }, () => 'right' as const),
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const { label, cases, clean, counts } of rows) {
    table.push([label, cases, clean, ...FINDING_KINDS.map((kind) => counts[kind])]);
  }
  return table.toString();
}
