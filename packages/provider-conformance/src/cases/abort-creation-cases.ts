import { type CloudProvider, type CreatedInstance, OperationAbortedError } from '@stagely/core';
import { abortAtStep } from '../abort-at-step.js';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { letEventLoopTurn } from '../event-loop.js';
import { expectRejection, printError } from '../expect-rejection.js';
import { successOf } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { observeCreation } from '../observe-creation.js';
import { printValue } from '../print-value.js';
import { type Settled, settle } from '../settle.js';
import { spread } from '../spread.js';

/** At most at so many steps a creation is aborted; each may cost a machine. */
const MAX_STEPS = 60;

export const abortCreationCases: readonly CaseDefinition[] = [
  {
    name: 'an aborted signal makes nothing',
    rule: 'with a signal that is aborted before the call, createInstance rejects with an OperationAbortedError, whose name is AbortError, before any request',
    advice: 'check the signal first; parseCallOptions() of @stagely/core/plugin does.',
    async run(context) {
      const provider = await context.openProvider();
      const signal = AbortSignal.abort();
      const error = await expectRejection(OperationAbortedError, 'createInstance', () =>
        context.create(provider, context.spec(), { signal }),
      );
      expectThat(error.name === 'AbortError', `the error is called ${printValue(error.name)}`);
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
      await context.expectLive(provider, 0, 'after a creation that was aborted before it began');
    },
  },
  {
    name: 'an abort in the course of a creation leaves no machine',
    rule: 'an abort ends every wait and every read of a creation; the answer to a create request in flight is awaited, the machine is deleted, verified, and the promise rejects with an OperationAbortedError',
    advice:
      'look at the signal after the create request, pass it to every other request and wait, and delete what was made on every way out.',
    async run(context) {
      const provider = await context.openProvider();
      const create = ({ signal }: AbortController) =>
        settle(() =>
          context.create(provider, context.spec({ idempotencyKey: context.newKey() }), { signal }),
        );

      for (const turns of [0, 1, 2]) {
        const controller = new AbortController();
        const creation = create(controller);
        await letEventLoopTurn(turns);
        controller.abort();
        const moment = `${turns} turns of the event loop after it began`;
        await expectNothingLeft(context, provider, await creation, moment);
      }
      for (let index = 0; index < MAX_STEPS; index++) {
        const controller = new AbortController();
        const { result, step, repetitions } = await abortAtStep(context, index, [controller], () =>
          create(controller),
        );
        if (step === undefined) break;
        const moment = `at its ${step} (step ${index + 1})`;
        expectThat(
          repetitions <= 1,
          `a creation that was aborted ${moment} made the same request ${repetitions} times more`,
        );
        expectThat(
          !result.resolved || step === 'answer',
          `a creation that was aborted ${moment} succeeded all the same`,
        );
        await expectNothingLeft(context, provider, result, moment);
      }
    },
  },
  {
    name: 'an abort leaves a machine alone that the call only adopted',
    rule: 'only what a call made is deleted when it fails: a machine that had its key before lives on',
    advice: 'remember whether you made the machine or found it.',
    async run(context) {
      const provider = await context.openProvider();
      const spec = context.spec({ idempotencyKey: context.newKey() });
      const { instanceId } = await context.create(provider, spec);
      await context.untilVisible();
      for (let index = 0; index < MAX_STEPS; index++) {
        const controller = new AbortController();
        const { signal } = controller;
        const { step } = await abortAtStep(context, index, [controller], () =>
          settle(() => context.create(provider, spec, { signal })),
        );
        if (step === undefined) break;
        const moment = `when a call that adopted it was aborted at its ${step} (step ${index + 1})`;
        await context.expectAlive(provider, instanceId, moment);
        await context.expectLive(provider, 1, moment);
      }
    },
  },
  {
    name: 'an abort after a creation changes nothing',
    rule: 'the signal is for the call, not for the machine',
    advice: 'take your listeners off the signal when the call ends.',
    async run(context) {
      const provider = await context.openProvider();
      const controller = new AbortController();
      const { signal } = controller;
      const { instanceId } = await context.create(provider, context.spec(), { signal });
      controller.abort();
      await letEventLoopTurn(10);
      await context.untilVisible();
      await context.expectAlive(
        provider,
        instanceId,
        'when the signal of its creation was aborted',
      );
      await context.expectLive(provider, 1, 'after an abort that came late');
    },
  },
  {
    name: 'a caller who gives up does not take the machine from another',
    rule: 'calls with one key share one creation, which is cut only when all of them are aborted',
    advice: 'give the creation a signal of its own; SharedCalls of @stagely/core/plugin does.',
    async run(context) {
      const provider = await context.openProvider();
      const steps = await observeCreation(context);
      for (const index of spread(Math.max(1, steps.length), 3)) {
        const controller = new AbortController();
        const spec = context.spec({ idempotencyKey: context.newKey() });
        const { result } = await abortAtStep(context, index, [controller], () =>
          Promise.all([
            settle(() => context.create(provider, spec, { signal: controller.signal })),
            settle(() => context.create(provider, spec)),
          ]),
        );
        const [given, kept] = result;
        const moment = `while the other caller gave up at step ${index + 1} of ${steps.length}`;
        const { instanceId } = successOf(`a creation, ${moment},`, kept);
        await context.expectAlive(provider, instanceId, moment);
        await context.expectLive(provider, 1, `after a creation that went on ${moment}`);
        expectThat(
          given.resolved
            ? given.value.instanceId === instanceId
            : given.error instanceof OperationAbortedError,
          `the caller who gave up got ${given.resolved ? given.value.instanceId : printError(given.error)}`,
        );
        await provider.terminateInstance(instanceId);
        await context.untilVisible();
      }
    },
  },
  {
    name: 'when all callers of one creation give up, no machine is left',
    rule: 'a creation that is shared is cut, and its machine deleted, when all its callers have given up',
    advice: 'count the callers; SharedCalls of @stagely/core/plugin does.',
    async run(context) {
      const provider = await context.openProvider();
      const steps = await observeCreation(context);
      const controllers = [new AbortController(), new AbortController()];
      const spec = context.spec({ idempotencyKey: context.newKey() });
      const { result } = await abortAtStep(context, Math.floor(steps.length / 2), controllers, () =>
        Promise.all(
          controllers.map(({ signal }) => settle(() => context.create(provider, spec, { signal }))),
        ),
      );
      const live = result.some(({ resolved }) => resolved) ? 1 : 0;
      await context.expectLive(
        provider,
        live,
        `after a creation was aborted by both of its callers${live === 0 ? '' : ', too late'}`,
      );
    },
  },
];

/** Goes on only when an aborted creation left nothing; one that came to its end first has its machine ended. */
async function expectNothingLeft(
  context: CaseContext,
  provider: CloudProvider,
  creation: Settled<CreatedInstance>,
  moment: string,
): Promise<void> {
  if (creation.resolved) {
    await context.expectLive(
      provider,
      1,
      `after a creation that was aborted ${moment}, and succeeded`,
    );
    await provider.terminateInstance(creation.value.instanceId);
    await context.untilVisible();
    return;
  }
  const { error } = creation;
  expectThat(
    error instanceof OperationAbortedError,
    `a creation that was aborted ${moment} failed with ${printError(error)}`,
  );
  await context.expectLive(provider, 0, `after a creation that was aborted ${moment}`);
}
