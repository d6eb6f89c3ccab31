import fc from 'fast-check';
import type { CloudName } from '../clouds/tested-cloud.js';
import type { Program } from './program.js';
import { programs } from './program-arbitrary.js';
import { simulate } from './simulate.js';
import type { Violation, ViolationKind } from './violation.js';

/** Which programs to run. */
export interface SeedRange {
  /** Default: 1. */
  readonly first?: number | undefined;
  readonly count: number;
  /** Whether to look for a smaller program that fails as well, for half a minute. Default: true. */
  readonly shrink?: boolean | undefined;
  /** Stops after so many failures. Default: 3. */
  readonly maxFailures?: number | undefined;
  /** Is told after each program. */
  readonly onProgram?: ((seed: number) => void) | undefined;
}

/** A program that did not go well. */
export interface SimulationFailure {
  readonly seed: number;
  readonly program: Program;
  readonly violations: readonly Violation[];
}

/** What many programs came to. */
export interface SimulationReport {
  readonly cloud: CloudName;
  readonly cases: number;
  readonly clean: number;
  readonly requests: number;
  /** How many programs had at least one violation of a kind. */
  readonly counts: Readonly<Record<ViolationKind, number>>;
  readonly failures: readonly SimulationFailure[];
}

const SHRINK_MS = 30_000;

/** Runs one random program for each seed, and judges every one. */
export async function runSimulation(
  cloud: CloudName,
  { first = 1, count, shrink = true, maxFailures = 3, onProgram }: SeedRange,
): Promise<SimulationReport> {
  const failures: SimulationFailure[] = [];
  let cases = 0;
  let requests = 0;
  for (let seed = first; seed < first + count && failures.length < maxFailures; seed++) {
    const program = programOf(cloud, seed);
    const { violations, log } = await simulate(cloud, program);
    cases++;
    requests += log.length;
    if (violations.length > 0) {
      failures.push(shrink ? await shrinkProgram(cloud, seed) : { seed, program, violations });
    }
    onProgram?.(seed);
  }
  const clean = cases - failures.length;
  return { cloud, cases, clean, requests, counts: countKinds(failures), failures };
}

/** The program of a seed. */
export function programOf(cloud: CloudName, seed: number): Program {
  const [program] = fc.sample(programs(cloud), { seed, numRuns: 1 });
  if (program === undefined) throw new Error('fast-check made no program.');
  return program;
}

async function shrinkProgram(cloud: CloudName, seed: number): Promise<SimulationFailure> {
  const isClean = async (program: Program) =>
    (await simulate(cloud, program)).violations.length === 0;
  const { counterexample } = await fc.check(fc.asyncProperty(programs(cloud), isClean), {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_MS,
  });
  const program = counterexample?.[0] ?? programOf(cloud, seed);
  return { seed, program, violations: (await simulate(cloud, program)).violations };
}

function countKinds(failures: readonly SimulationFailure[]): Record<ViolationKind, number> {
  const having = (kind: ViolationKind) =>
    failures.filter(({ violations }) => violations.some((violation) => violation.kind === kind))
      .length;
  return {
    duplicate: having('duplicate'),
    orphan: having('orphan'),
    wrongOutcome: having('wrongOutcome'),
    endedInUse: having('endedInUse'),
    late: having('late'),
    leakedSecret: having('leakedSecret'),
  };
}
