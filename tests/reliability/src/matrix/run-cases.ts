import { emptyRow, type ReportRow, withCase } from '../report/report-row.js';
import type { GeneratedCase } from './generate-cases.js';
import type { OpenProvider } from './stage.js';
import type { Verdict } from './verdict.js';

export interface RunCasesOptions {
  readonly label: string;
  readonly openProvider?: OpenProvider | undefined;
  /** Is told of each verdict. */
  readonly onVerdict?: ((verdict: Verdict) => void) | undefined;
}

/** What many cases came to, and those in which something was found. */
export interface MatrixReport {
  readonly row: ReportRow;
  readonly failures: readonly Verdict[];
}

/** Runs one case after the other. */
export async function runCases(
  cases: readonly GeneratedCase[],
  { label, openProvider, onVerdict }: RunCasesOptions,
): Promise<MatrixReport> {
  let row = emptyRow(label);
  const failures: Verdict[] = [];
  for (const { matrixCase, call } of cases) {
    const verdict = await call.scenario.run(matrixCase, call.requests, openProvider);
    row = withCase(row, verdict.findings);
    if (verdict.findings.length > 0) failures.push(verdict);
    onVerdict?.(verdict);
  }
  return { row, failures };
}
