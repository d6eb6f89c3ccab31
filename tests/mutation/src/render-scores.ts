import Table from 'cli-table3';
import type { Area } from './areas.js';
import type { AreaScore } from './score-area.js';

export interface ScoredArea {
  readonly area: Area;
  readonly score: AreaScore;
}

const HEADINGS = ['mutants', 'killed', 'timed out', 'survived', 'without coverage', 'score'];

/** The table that the command prints. */
export function renderScores(scored: readonly ScoredArea[]): string {
  const table = new Table({
    head: ['', ...HEADINGS],
    colAligns: ['left', ...HEADINGS.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const { area, score } of scored) {
    const { mutants, killed, timedOut, survivors, withoutCoverage } = score;
    table.push([
      `${area.package}, ${area.name}`,
      mutants,
      killed,
      timedOut,
      survivors.length,
      withoutCoverage.length,
      score.score === undefined ? '-' : `${score.score.toFixed(1)} %`,
    ]);
  }
  return table.toString();
}
