import { type CloudProvider, StagelyError } from '@stagely/core';
import { abortAtStep } from '../abort-at-step.js';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { printError } from '../expect-rejection.js';
import { expectThat } from '../expect-that.js';
import { loseAnswer, refuseRequest, unreachableAfter } from '../faults.js';
import type { Fault } from '../observer.js';
import { printValue } from '../print-value.js';
import { settle } from '../settle.js';

/** At most at so many requests of a creation the connection breaks; each costs a machine. */
const MAX_REQUESTS = 40;

export const lostConnectionCases: readonly CaseDefinition[] = [
  {
    name: 'a request of a creation that does not get through leaves no machine unknown',
    rule: 'whatever request of a creation fails, the creation either succeeds with one machine, or rejects and says what became of it: no-instance, or instance-exists with its id',
    advice: 'delete the machine on every way out; tolerate a failed read while you wait.',
    run: (context) => breakEachRequest(context, refuseRequest, 'did not get through'),
  },
  {
    name: 'a lost answer to a request of a creation leaves no machine unknown',
    rule: 'a create request whose answer is lost is settled by a look-up: the machine is found and the creation goes on, or there is none; unknown is for when the look-up fails too',
    advice:
      'after a create request without an answer, look for the hash of the key for the visibility window; retry the deletion of a machine until it is verified.',
    run: (context) => breakEachRequest(context, loseAnswer, 'got through, but its answer was lost'),
  },
  {
    name: 'a creation that cannot end its machine says that it exists',
    rule: 'when a creation fails and the cloud cannot be reached to delete what was made, the outcome is instance-exists with the instanceId, or unknown: no-instance is a promise',
    advice:
      'say no-instance only when the deletion is verified, or when no create request was sent.',
    // The deletion is tried for a minute, and who waits for that in real time at every step?
    appliesTo: ({ clock }) => clock.run !== undefined,
    async run(context) {
      const provider = await context.openProvider();
      for (let index = 0; index < MAX_REQUESTS; index++) {
        const controller = new AbortController();
        const { signal } = controller;
        const spec = context.spec({ idempotencyKey: context.newKey() });
        const { result: aborted } = await context.observer.withFault(unreachableAfter(signal), () =>
          abortAtStep(context, index, [controller], () =>
            settle(() => context.create(provider, spec, { signal })),
          ),
        );
        const { result, step } = aborted;
        if (!result.resolved && readFate(result.error).outcome === 'no-instance') {
          const moment = `after a creation said no-instance: the cloud was not to be reached from its ${step} on (step ${index + 1})`;
          await context.expectLive(provider, 0, moment);
        }
        for (const { instanceId } of await context.listOwn(provider)) {
          await endAndWait(context, provider, instanceId);
        }
        if (step === undefined) return;
      }
    },
  },
];

async function breakEachRequest(
  context: CaseContext,
  makeFault: (index: number) => Fault,
  happened: string,
): Promise<void> {
  const provider = await context.openProvider();
  for (let index = 0; index < MAX_REQUESTS; index++) {
    const spec = context.spec({ idempotencyKey: context.newKey() });
    const { result, met } = await context.observer.withFault(makeFault(index), () =>
      settle(() => context.create(provider, spec)),
    );
    const moment = `when request ${index + 1} ${happened}`;
    if (result.resolved) {
      await context.expectLive(provider, 1, `after a creation that succeeded ${moment}`);
      await endAndWait(context, provider, result.value.instanceId);
      if (met <= index) return;
      continue;
    }
    const { error } = result;
    expectThat(
      error instanceof StagelyError,
      `a creation failed with ${printError(error)} ${moment}`,
    );
    const { outcome, instanceId } = readFate(error);
    expectThat(
      outcome === 'no-instance' ||
        (outcome === 'instance-exists' && typeof instanceId === 'string'),
      `the error has the outcome ${printValue(outcome)} and the instanceId ${printValue(instanceId)} ${moment}`,
    );
    const live = outcome === 'no-instance' ? 0 : 1;
    await context.expectLive(
      provider,
      live,
      `after a creation that failed with ${outcome} ${moment}`,
    );
    if (typeof instanceId === 'string' && live > 0) await endAndWait(context, provider, instanceId);
  }
}

function readFate(error: unknown): { outcome: unknown; instanceId: unknown } {
  return {
    outcome: Reflect.get(Object(error), 'outcome'),
    instanceId: Reflect.get(Object(error), 'instanceId'),
  };
}

async function endAndWait(
  context: CaseContext,
  provider: CloudProvider,
  instanceId: string,
): Promise<void> {
  await provider.terminateInstance(instanceId);
  await context.untilVisible();
}
