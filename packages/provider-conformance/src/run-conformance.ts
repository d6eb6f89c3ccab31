import type { ConformanceCase } from './conformance-case.js';
import { conformanceCases } from './conformance-cases.js';
import { ConformanceFailure } from './conformance-failure.js';
import type { ConformanceHarness } from './harness.js';
import { settle } from './settle.js';

/** How one case ended. */
export interface CaseResult {
  readonly name: string;
  readonly group: string;
  /** Absent when it passed. */
  readonly failure?: ConformanceFailure;
}

/** How all cases ended. */
export interface ConformanceReport {
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly CaseResult[];
}

/** Which cases to run. */
export interface RunConformanceOptions {
  /** Only the cases that this says yes to. Default: all. */
  only?: ((conformanceCase: ConformanceCase) => boolean) | undefined;
  /** Told of each case as it ends. */
  onResult?: ((result: CaseResult) => void) | undefined;
}

/**
 * Runs the cases one after another, without a test runner.
 *
 * @throws InvalidInputError when the harness is wrong
 * @throws ConformanceFailure when no case was run: nothing was shown then
 */
export async function runConformance(
  harness: ConformanceHarness,
  options: RunConformanceOptions = {},
): Promise<ConformanceReport> {
  const { only = () => true, onResult } = options;
  const cases: CaseResult[] = [];
  for (const conformanceCase of conformanceCases(harness).filter(only)) {
    const { name, group } = conformanceCase;
    const ended = await settle(() => conformanceCase.run());
    const failure = ended.resolved ? undefined : ended.error;
    if (failure !== undefined && !(failure instanceof ConformanceFailure)) throw failure;
    const result = failure === undefined ? { name, group } : { name, group, failure };
    cases.push(result);
    onResult?.(result);
  }
  if (cases.length === 0) throw noCaseRan();
  const failed = cases.filter(({ failure }) => failure !== undefined).length;
  return { passed: cases.length - failed, failed, cases };
}

/** Nothing was run, so nothing was shown. */
export function noCaseRan(): ConformanceFailure {
  return new ConformanceFailure({
    caseName: 'the conformance kit runs at least one case',
    rule: 'a provider conforms when the cases have been run and passed, not when none was run.',
    seen: 'no case was run',
    advice: 'look at the filter of the run.',
  });
}
