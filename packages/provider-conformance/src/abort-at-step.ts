import type { CaseContext } from './case-context.js';
import type { Step } from './observer.js';

/** What came of work that was aborted at a step. */
export interface AbortedAtStep<T> {
  readonly result: T;
  /** The step; `undefined` when it was never taken. */
  readonly step: Step | undefined;
  /** How often the request under way was made again after the abort, before any other. */
  readonly repetitions: number;
}

/**
 * Carries work to its end and aborts when the provider takes the step with an index. The steps of a request that is
 * repeated are not counted, so that a poll does not hide what comes after it.
 */
export async function abortAtStep<T>(
  { observer }: CaseContext,
  index: number,
  controllers: readonly AbortController[],
  work: () => Promise<T>,
): Promise<AbortedAtStep<T>> {
  let step: Step | undefined;
  let passed = 0;
  let repetitions = 0;
  let sameRequest = true;
  const onStep = (next: Step, repetition: number) => {
    if (step !== undefined) {
      sameRequest &&= next !== 'request' || repetition > 0;
      if (sameRequest && next === 'request') repetitions++;
    } else if (repetition === 0 && passed++ === index) {
      step = next;
      for (const controller of controllers) controller.abort();
    }
  };
  const result = await observer.watchSteps(onStep, work);
  return { result, step, repetitions };
}
