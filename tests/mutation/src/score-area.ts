import type { Mutant, MutationReport } from './mutation-report.js';

/** A mutant that no test has noticed. */
export interface Survivor {
  readonly file: string;
  readonly mutant: Mutant;
}

/** What came of the mutants of an area. */
export interface AreaScore {
  readonly mutants: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survivors: readonly Survivor[];
  readonly withoutCoverage: readonly Survivor[];
  /** The share of the mutants that was noticed, in per cent; `undefined` where there were none. */
  readonly score: number | undefined;
}

/** Adds up what came of an area. A mutant that could not be tried makes the report worthless. */
export function scoreArea(report: MutationReport): AreaScore {
  const all = Object.entries(report.files).flatMap(([file, { mutants }]) =>
    mutants.map((mutant) => ({ file, mutant })),
  );
  const withStatus = (status: string) => all.filter(({ mutant }) => mutant.status === status);
  const killed = withStatus('Killed').length;
  const timedOut = withStatus('Timeout').length;
  const survivors = withStatus('Survived');
  const withoutCoverage = withStatus('NoCoverage');
  const noticed = killed + timedOut;
  const counted = noticed + survivors.length + withoutCoverage.length;
  if (counted !== all.length) {
    const others = all.filter(({ mutant }) => !COUNTED.includes(mutant.status));
    throw new Error(`These mutants were not tried: ${others.map(printSurvivor).join('; ')}`);
  }
  return {
    mutants: all.length,
    killed,
    timedOut,
    survivors,
    withoutCoverage,
    score: counted === 0 ? undefined : (100 * noticed) / counted,
  };
}

const COUNTED = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];

/** `src/creation/creation.ts:12:8 StringLiteral: ""`, for an editor to jump to. */
export function printSurvivor({ file, mutant }: Survivor): string {
  const { line, column } = mutant.location.start;
  const replacement = (mutant.replacement ?? mutant.status).replace(/\s+/g, ' ');
  const shown = replacement.length > 120 ? `${replacement.slice(0, 119)}…` : replacement;
  return `${file}:${line}:${column} ${mutant.mutatorName}: ${shown}`;
}
