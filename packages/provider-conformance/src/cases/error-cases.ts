import {
  type CallOptions,
  type CloudProvider,
  type InstanceSpec,
  InvalidCredentialsError,
  NetworkFailureError,
  ProviderError,
  RateLimitedError,
} from '@stagely/core';
import { abortAtStep } from '../abort-at-step.js';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { expectRejection } from '../expect-rejection.js';
import { expectThat } from '../expect-that.js';
import { answer, unreachable } from '../faults.js';
import { observeCreation } from '../observe-creation.js';
import type { Fault } from '../observer.js';
import { accountOperations, instanceOperations, listUnchecked } from '../operations.js';
import { printValue } from '../print-value.js';
import { settle } from '../settle.js';
import { spread } from '../spread.js';

type ErrorClass = abstract new (...args: never[]) => ProviderError;

interface Disturbance {
  readonly printed: string;
  readonly fault: Fault;
  readonly errorClass: ErrorClass;
}

const REFUSALS: readonly Disturbance[] = [
  { printed: 'a status 401', fault: answer(401, '{}'), errorClass: InvalidCredentialsError },
  { printed: 'a status 429', fault: answer(429, '{}'), errorClass: RateLimitedError },
  { printed: 'a status 500', fault: answer(500, '<html>'), errorClass: NetworkFailureError },
  { printed: 'a status 503', fault: answer(503, ''), errorClass: NetworkFailureError },
];

const UNREADABLE: readonly Disturbance[] = ['<html>', '', '[[42]]'].map((body) => ({
  printed: `the answer ${printValue(body)}`,
  fault: answer(200, body),
  errorClass: NetworkFailureError,
}));

/** The operations that need what is in the answer. */
const READS: readonly string[] = ['getInstanceStatus', 'listInstances'];

export const errorCases: readonly CaseDefinition[] = [
  {
    name: 'credentials that the cloud refuses are an InvalidCredentialsError',
    rule: 'validateCredentials rejects with an InvalidCredentialsError when the credentials do not work, and so does every other operation',
    advice: 'map the code, then the status, of the cloud’s answer.',
    appliesTo: ({ invalidCredentials }) => invalidCredentials !== undefined,
    async run(context) {
      const { invalidCredentials, unknownInstanceId } = context.harness;
      const provider = await context.openProvider(invalidCredentials);
      for (const { name, call } of accountOperations) {
        await expectRejection(InvalidCredentialsError, name, () => call(provider));
      }
      for (const { name, call } of instanceOperations) {
        await expectRejection(InvalidCredentialsError, name, () =>
          call(provider, unknownInstanceId),
        );
      }
      await expectRejection(InvalidCredentialsError, 'createInstance', () =>
        context.create(provider, context.spec()),
      );
    },
  },
  {
    name: 'every error names the provider and the operation',
    rule: 'every error of an operation is a ProviderError with provider, operation and a message',
    advice: 'give both to every error that you make.',
    async run(context) {
      const provider = await context.openProvider();
      const signal = AbortSignal.abort();
      const failures = [
        { operation: 'getInstanceStatus', run: () => provider.getInstanceStatus('') },
        { operation: 'setExpiry', run: () => provider.setExpiry('', undefined) },
        { operation: 'terminateInstance', run: () => provider.terminateInstance('') },
        { operation: 'validateCredentials', run: () => provider.validateCredentials({ signal }) },
        { operation: 'listInstances', run: () => listUnchecked(provider, { region: '' }) },
        {
          operation: 'createInstance',
          run: () => context.create(provider, context.spec({ region: '' })),
        },
      ];
      for (const { operation, run } of failures) {
        const error = await expectRejection(ProviderError, operation, run);
        const { message, provider: named, operation: told } = error;
        expectThat(
          named === provider.name && told === operation && message.length > 0,
          `a failure of ${operation} says ${printValue({ provider: named, operation: told, message })}`,
        );
      }
    },
  },
  {
    name: 'a failed creation has its key and says what became of the machine',
    rule: 'every rejection of createInstance has the idempotencyKey, given or made, and an outcome, which is no-instance when no machine was made or what was made is deleted',
    advice:
      'give both to every error of createInstance; parseInstanceSpec() makes the key of a spec without.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const spec = context.spec({ idempotencyKey });
      const region = 'no region!';
      const failWith = (input: InstanceSpec, options?: CallOptions) =>
        expectRejection(ProviderError, 'a creation', () =>
          context.create(provider, input, options),
        );

      expectTold(await failWith({ ...spec, region }), 'with invalid input', idempotencyKey);
      expectTold(await failWith(context.spec({ region })), 'with invalid input and without a key');
      const signal = AbortSignal.abort();
      expectTold(
        await failWith(spec, { signal }),
        'that was aborted before it began',
        idempotencyKey,
      );
      await context.create(provider, spec);
      const conflict = await settle(() => context.create(provider, { ...spec, size: 'medium' }));
      if (!conflict.resolved) expectTold(conflict.error, 'with a conflict', idempotencyKey);
    },
  },
  {
    name: 'an aborted creation says that no machine is left',
    rule: 'an OperationAbortedError of createInstance has the outcome no-instance, because what was made is deleted before the promise rejects',
    advice: 'give outcome and idempotencyKey to the error; abortedError() takes them.',
    async run(context) {
      const provider = await context.openProvider();
      const steps = await observeCreation(context);
      for (const index of spread(steps.length, 4)) {
        const controller = new AbortController();
        const { signal } = controller;
        const spec = context.spec({ idempotencyKey: context.newKey() });
        const { result, step } = await abortAtStep(context, index, [controller], () =>
          settle(() => context.create(provider, spec, { signal })),
        );
        if (result.resolved || !(result.error instanceof ProviderError)) continue;
        expectTold(result.error, `that was aborted at its ${step}`, spec.idempotencyKey);
      }
    },
  },
  {
    name: 'a cloud that cannot be reached is a NetworkFailureError',
    rule: 'when no request reaches the cloud, every operation rejects with a NetworkFailureError, which may be retried',
    advice:
      'turn what your HTTP client throws into a NetworkFailureError, with a redacted copy as its cause.',
    async run(context) {
      const provider = await context.openProvider();
      await expectFailures(context, operationsOf(context, provider), {
        printed: 'an unreachable cloud',
        fault: unreachable,
        errorClass: NetworkFailureError,
      });
    },
  },
  {
    name: 'bad answers are errors of their kind',
    rule: '401 is an InvalidCredentialsError, 429 a RateLimitedError, and 5xx and what cannot be read are NetworkFailureErrors',
    advice:
      'map the code of the answer, then its status, and read the body with a tolerant schema.',
    async run(context) {
      const operations = operationsOf(context, await context.openProvider());
      for (const refusal of REFUSALS) await expectFailures(context, operations, refusal);
      const reads = operations.filter(({ name }) => READS.includes(name));
      for (const unreadable of UNREADABLE) await expectFailures(context, reads, unreadable);
    },
  },
];

interface NamedCall {
  readonly name: string;
  run(): Promise<unknown>;
}

/** A call of every operation; none of them needs a machine. */
function operationsOf(context: CaseContext, provider: CloudProvider): NamedCall[] {
  const { unknownInstanceId } = context.harness;
  return [
    ...accountOperations.map(({ name, call }) => ({ name, run: () => call(provider) })),
    ...instanceOperations.map(({ name, call }) => ({
      name,
      run: () => call(provider, unknownInstanceId),
    })),
    { name: 'createInstance', run: () => context.create(provider, context.spec()) },
  ];
}

/** Goes on only when every call that the fault met failed with an error of its class. */
async function expectFailures(
  { observer }: CaseContext,
  calls: readonly NamedCall[],
  { printed, fault, errorClass }: Disturbance,
): Promise<void> {
  for (const { name, run } of calls) {
    const { result, met } = await observer.withFault(fault, () => settle(run));
    if (met === 0) continue;
    await expectRejection(errorClass, `${name} against ${printed}`, () => {
      if (!result.resolved) throw result.error;
      return result.value;
    });
  }
}

/** Goes on only when the error of a creation has its key and says that no machine was left. */
function expectTold(error: unknown, printed: string, idempotencyKey?: string): void {
  const told = {
    outcome: Reflect.get(Object(error), 'outcome'),
    key: Reflect.get(Object(error), 'idempotencyKey'),
  };
  const hasKey =
    idempotencyKey === undefined
      ? typeof told.key === 'string' && told.key !== ''
      : told.key === idempotencyKey;
  expectThat(
    hasKey && told.outcome === 'no-instance',
    `the error of a creation ${printed} has the outcome ${printValue(told.outcome)} and the idempotencyKey ${printValue(told.key)}`,
  );
}
