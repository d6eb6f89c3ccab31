import type { CaseContext } from './case-context.js';
import type { Step } from './observer.js';

/** The steps of a creation with a key, whose machine is ended again. */
export async function observeCreation(context: CaseContext): Promise<Step[]> {
  const provider = await context.openProvider();
  const steps: Step[] = [];
  const { instanceId } = await context.observer.watchSteps(
    (step, repetitions) => {
      if (repetitions === 0) steps.push(step);
    },
    () => context.create(provider, context.spec({ idempotencyKey: context.newKey() })),
  );
  await provider.terminateInstance(instanceId);
  return steps;
}
