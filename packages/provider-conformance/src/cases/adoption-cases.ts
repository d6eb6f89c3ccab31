import type { CloudProvider, CreatedInstance, InstanceSpec } from '@stagely/core';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { successOf } from '../expect-success.js';
import { observeCreation } from '../observe-creation.js';
import type { Step } from '../observer.js';
import { type Settled, settle } from '../settle.js';
import { spread } from '../spread.js';

export const adoptionCases: readonly CaseDefinition[] = [
  {
    name: 'an abort does not end a machine that another process has adopted',
    rule: 'a creation that is aborted ends its machine, but not one that a call with the same key in another process has found and returned meanwhile',
    advice:
      'have the adopter and the maker each write a mark on the machine before they look for the other’s; InstanceCreations of @stagely/core/plugin does.',
    async run(context) {
      const maker = await context.openProvider();
      const joiner = await context.openProvider();
      const steps = (await observeCreation(context)).length;
      for (const meeting of meetings(steps)) {
        const spec = context.spec({ idempotencyKey: context.newKey() });
        const joined = await meet(context, { maker, joiner, spec, ...meeting });
        const moment = `when another process came at step ${meeting.joinAt + 1} and ${meeting.joinAfterMs} ms, and the creation was aborted ${meeting.abortAt === undefined ? 'when that had its machine' : `at step ${meeting.abortAt + 1}`}`;
        const { instanceId } = successOf(`the creation of the other process, ${moment},`, joined);
        await context.expectAlive(joiner, instanceId, moment);
        await context.expectLive(joiner, 1, moment);
        await joiner.terminateInstance(instanceId);
        await context.untilVisible();
      }
    },
  },
];

/** When a second process comes, and when the first one is aborted: without a step, when the second one has its machine. */
interface Meeting {
  readonly joinAt: number;
  readonly joinAfterMs: number;
  readonly abortAt?: number;
}

function meetings(steps: number): Meeting[] {
  const joins = spread(steps, 3);
  return [
    ...joins.flatMap((joinAt) =>
      spread(2 * steps, 3).map((abortAt) => ({ joinAt, joinAfterMs: 0, abortAt })),
    ),
    ...[0, 1_000, 2_500].map((joinAfterMs) => ({ joinAt: Math.floor(steps / 2), joinAfterMs })),
  ];
}

/** Lets a second provider come while a first one creates, which is aborted; the result is what the second one gets. */
async function meet(
  context: CaseContext,
  meeting: Meeting & {
    readonly maker: CloudProvider;
    readonly joiner: CloudProvider;
    readonly spec: InstanceSpec;
  },
): Promise<Settled<CreatedInstance>> {
  const { maker, joiner, spec, joinAt, joinAfterMs, abortAt } = meeting;
  const controller = new AbortController();
  let joined: Promise<Settled<CreatedInstance>> | undefined;
  let onJoin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    onJoin = resolve;
  });
  const join = () => {
    onJoin();
    joined ??= settle(async () => {
      if (joinAfterMs > 0) await context.clock.sleep(joinAfterMs);
      return context.create(joiner, spec);
    });
    return joined;
  };
  let taken = 0;
  const onStep = (_: Step, repetitions: number) => {
    if (repetitions > 0) return;
    if (taken === joinAt) queueMicrotask(join);
    if (taken === abortAt) controller.abort();
    taken++;
  };
  return context.observer.watchSteps(onStep, async () => {
    const { signal } = controller;
    const making = settle(() => context.create(maker, spec, { signal }));
    await Promise.race([making, begun]);
    const result = await join();
    controller.abort();
    await making;
    return result;
  });
}
