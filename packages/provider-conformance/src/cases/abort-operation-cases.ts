import { OperationAbortedError } from '@stagely/core';
import { abortAtStep } from '../abort-at-step.js';
import type { CaseDefinition } from '../conformance-case.js';
import { countAbortListeners } from '../count-abort-listeners.js';
import { expectRejection, printError } from '../expect-rejection.js';
import { expectThat } from '../expect-that.js';
import { accountOperations, instanceOperations, listUnchecked } from '../operations.js';
import { settle } from '../settle.js';

export const abortOperationCases: readonly CaseDefinition[] = [
  {
    name: 'no operation begins with an aborted signal',
    rule: 'every operation with a signal that is aborted before the call rejects with an OperationAbortedError, before any request and without effect',
    advice:
      'check the signal first in every method; parseCallOptions() of @stagely/core/plugin does.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId } = await context.create(provider, context.spec());
      const options = { signal: AbortSignal.abort() };
      const calls = [
        ...instanceOperations.map(({ name, call }) => ({
          name,
          run: () => call(provider, instanceId, options),
        })),
        ...accountOperations.map(({ name, call }) => ({
          name,
          run: () => call(provider, options),
        })),
      ];
      for (const { name, run } of calls) {
        const before = context.observer.requests;
        await expectRejection(OperationAbortedError, name, run);
        expectThat(
          context.observer.requests === before,
          `${name} was aborted, but only after a request`,
        );
      }
      await context.untilVisible();
      await context.expectAlive(
        provider,
        instanceId,
        'when its termination was aborted before it began',
      );
    },
  },
  {
    name: 'an abort ends a read that is under way',
    rule: 'every read listens to the signal, and ends with an OperationAbortedError',
    advice:
      'pass the signal on to the request, and turn what it throws into an OperationAbortedError; abortedError() makes it.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId } = await context.create(provider, context.spec());
      const reads = [
        ...instanceOperations
          .filter(({ name }) => name === 'getInstanceStatus')
          .map(({ name, call }) => ({
            name,
            call: (options: unknown) => call(provider, instanceId, options),
          })),
        ...accountOperations.map(({ name, call }) => ({
          name,
          call: (options: unknown) => call(provider, options),
        })),
      ];
      for (const { name, call } of reads) {
        const controller = new AbortController();
        const { result, step } = await abortAtStep(context, 0, [controller], () =>
          settle(() => call({ signal: controller.signal })),
        );
        if (step === undefined || step === 'answer') continue;
        expectThat(!result.resolved, `${name} went on when it was aborted at its ${step}`);
        expectThat(
          result.error instanceof OperationAbortedError,
          `${name} was aborted and failed with ${printError(result.error)}`,
        );
      }
    },
  },
  {
    name: 'an abort ends a listing between two machines',
    rule: 'a listing ends with an OperationAbortedError when its signal is aborted while it is read',
    advice: 'look at the signal before each machine.',
    async run(context) {
      const provider = await context.openProvider();
      for (let made = 0; made < 2; made++) {
        const { instanceId } = await context.create(provider, context.spec());
        await context.findListed(provider, instanceId);
      }
      const controller = new AbortController();
      const { signal } = controller;
      await expectRejection(
        OperationAbortedError,
        'a listing that was aborted after one of two machines',
        async () => {
          for await (const _ of provider.listInstances(undefined, { signal })) controller.abort();
        },
      );
    },
  },
  {
    name: 'calls leave no listeners on the signal',
    rule: 'a signal may live as long as the application: a call that has ended, in whatever way, has taken its listeners off',
    advice: 'take listeners off in a finally; withDeadline() of @stagely/core/plugin does.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      const { signal } = new AbortController();
      const options = { signal };
      const idempotencyKey = context.newKey();
      const spec = context.spec({ idempotencyKey });
      const { instanceId } = await context.create(provider, spec, options);
      const calls = [
        { name: 'createInstance', run: async () => undefined },
        {
          name: 'createInstance with a conflict',
          run: () => context.create(provider, { ...spec, size: 'large' }, options),
        },
        {
          name: 'getInstanceStatus of an unknown machine',
          run: () => provider.getInstanceStatus(unknownInstanceId, options),
        },
        {
          name: 'listInstances with a wrong filter',
          run: () => listUnchecked(provider, { unknown: true }, options),
        },
        ...accountOperations.map(({ name, call }) => ({
          name,
          run: () => call(provider, options),
        })),
        ...instanceOperations.map(({ name, call }) => ({
          name,
          run: () => call(provider, instanceId, options),
        })),
      ];
      for (const { name, run } of calls) {
        await settle(run);
        const left = await countAbortListeners(signal);
        expectThat(left === 0, `${name} left ${left} listeners`);
      }
    },
  },
];
