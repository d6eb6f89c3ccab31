import {
  CapacityUnavailableError,
  type CreatedInstance,
  type CreateOutcome,
  IdempotencyConflictError,
  InstanceNotFoundError,
  ProviderError,
  ReadinessTimeoutError,
  type StagelyError,
} from '@stagely/core';
import { abortedError, describeOperation, type Operation } from '@stagely/core/plugin';
import { launchInstance } from './launch-instance.js';
import type { Creation, MockCloud } from './mock-cloud.js';
import type { ParsedMockSpec } from './parse-mock-spec.js';
import { makePlannedError } from './planned-error.js';
import { failAsPlanned, type PlannedFailure } from './planned-failures.js';
import { resetError } from './reset-error.js';
import type { SimulatedInstance } from './simulated-instance.js';
import { sleepUntil } from './sleep-until.js';

/** How long a creation waits for the address once the create request is answered, in milliseconds. */
const ADDRESS_TIMEOUT = 120_000;

/** Why a creation came to nothing, and what its error is to say of the instance. */
interface Problem {
  readonly outcome: CreateOutcome;
  readonly makeError: (details: Operation) => StagelyError;
}

/** One call of `createInstance`: calls with one key and one spec share one creation. */
export async function createInstance(
  cloud: MockCloud,
  spec: ParsedMockSpec,
  failure: PlannedFailure | undefined,
  signal: AbortSignal | undefined,
): Promise<CreatedInstance> {
  const operation = createOperation(spec);
  if (failure?.moment === 'before') return failAsPlanned(failure, operation, cloud, signal);

  const sharedKey = `${spec.idempotencyKeyHash} ${spec.specHash}`;
  let started = false;
  const { value: creation, gaveUp } = await cloud.creations
    .run(sharedKey, signal, (sharedSignal) => {
      started = true;
      return adoptOrLaunch(cloud, spec, failure, sharedSignal);
    })
    .catch((error: unknown) => {
      if (!signal?.aborted || !(error instanceof ProviderError)) throw error;
      const { instanceId, outcome } = error;
      throw abortedError({ ...operation, instanceId, outcome }, signal);
    });

  const instanceId = creation.instance.id;
  const details = { ...operation, instanceId, outcome: 'instance-exists' } as const;
  if (gaveUp) throw abortedError(details, signal);
  if (failure && !started) return failAsPlanned(failure, details, cloud, signal);
  return toCreatedInstance(creation);
}

/** What every error of a creation carries. */
export function createOperation({ idempotencyKey }: { idempotencyKey: string }) {
  return {
    provider: 'mock',
    operation: 'createInstance',
    idempotencyKey,
    outcome: 'no-instance',
  } as const satisfies Operation;
}

async function adoptOrLaunch(
  cloud: MockCloud,
  spec: ParsedMockSpec,
  failure: PlannedFailure | undefined,
  signal: AbortSignal,
): Promise<Creation> {
  const operation = createOperation(spec);
  if (signal.aborted) throw abortedError(operation, signal);
  if (cloud.discarded.aborted) throw resetError(operation);
  const adopted = adoptInstance(cloud, spec);
  const instance = adopted ?? launchInstance(cloud, spec, operation);
  const reused = adopted !== undefined;

  const found = await awaitAddress(cloud, instance, failure, signal);
  if (typeof found === 'string' && !signal.aborted) {
    return { instance, publicIp: found, reused };
  }
  const problem = typeof found === 'string' ? abortedProblem(signal) : found;
  if (problem.outcome === 'no-instance' && !reused) {
    cloud.instances.end(instance, { requested: true });
  }
  if (problem.outcome === 'unknown') throw problem.makeError({ ...operation, outcome: 'unknown' });
  throw problem.makeError({
    ...operation,
    instanceId: instance.id,
    outcome: instance.endedAt === undefined ? 'instance-exists' : 'no-instance',
  });
}

/** Finds the live instance with the key; one that is stopped or whose lease is over is ended instead. */
function adoptInstance(cloud: MockCloud, spec: ParsedMockSpec): SimulatedInstance | undefined {
  const instance = cloud.instances.findByKey(spec.idempotencyKeyHash);
  if (instance === undefined) return undefined;
  if (!instance.adoptable) {
    cloud.instances.end(instance, { requested: true });
    return undefined;
  }
  if (instance.launch.specHash === spec.specHash) return instance;
  const operation = createOperation(spec);
  const message = `belongs to ${instance.id}, a live instance with another spec`;
  throw new IdempotencyConflictError(
    `${describeOperation(operation)} failed: the idempotency key ${message}. Use a new key, or end that instance first.`,
    { ...operation, issues: [{ path: 'spec.idempotencyKey', message }] },
  );
}

/** Waits for the answer to the create request, then for the address; both may not come. */
async function awaitAddress(
  { clock, discarded }: MockCloud,
  instance: SimulatedInstance,
  failure: PlannedFailure | undefined,
  signal: AbortSignal,
): Promise<string | Problem> {
  try {
    await sleepUntil(clock, instance.answeredAt, signal, instance.halted);
    if (failure) {
      await sleepUntil(clock, clock.now() + failure.delay, signal, discarded);
      const { error, outcome } = failure;
      return { outcome, makeError: (details) => makePlannedError(error, details) };
    }
    const deadline = clock.now() + ADDRESS_TIMEOUT;
    await sleepUntil(clock, Math.min(instance.addressAt, deadline), signal, instance.halted);
  } catch (error) {
    if (signal.aborted) return abortedProblem(signal);
    if (discarded.aborted) return { outcome: 'no-instance', makeError: resetError };
    if (!instance.halted.aborted) throw error;
  }
  if (instance.publicIp !== undefined) return instance.publicIp;
  return {
    outcome: 'no-instance',
    makeError: instance.halted.aborted ? describeHalt(instance) : timeoutError,
  };
}

function abortedProblem(signal: AbortSignal): Problem {
  return { outcome: 'no-instance', makeError: (details) => abortedError(details, signal) };
}

/** Reads why the instance stopped or ended before the creation itself ends it. */
function describeHalt({ state, reason, endRequested }: SimulatedInstance): Problem['makeError'] {
  const happened = state === 'stopped' ? 'was stopped' : 'ended';
  const because = reason === undefined ? '' : ` (${reason})`;
  return (details) => {
    const message = `${describeOperation(details)} failed: the instance ${happened} before it had an address${because}.`;
    return endRequested
      ? new InstanceNotFoundError(`${message} Somebody asked for that.`, details)
      : new CapacityUnavailableError(`${message} Try again.`, details);
  };
}

function timeoutError(details: Operation): ReadinessTimeoutError {
  return new ReadinessTimeoutError(
    `${describeOperation(details)} waited ${ADDRESS_TIMEOUT / 1_000} s for a public IPv4 address and it did not come. Try again.`,
    details,
  );
}

function toCreatedInstance({ instance, publicIp, reused }: Creation): CreatedInstance {
  const { region, instanceType, architecture, spotInstance, idempotencyKey, warnings } =
    instance.launch;
  const { expiresAt } = instance;
  return {
    instanceId: instance.id,
    publicIp,
    region,
    instanceType,
    architecture,
    spotInstance,
    idempotencyKey,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    reused,
    warnings: warnings.map((warning) => ({ ...warning })),
  };
}
