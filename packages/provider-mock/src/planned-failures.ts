import type { CreateOutcome, InvalidInputError } from '@stagely/core';
import {
  abortedError,
  type Clock,
  invalidInput,
  type Operation,
  parseInput,
  strictFields,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { type LoggedCall, type MockCall, type MockOperation, mockOperations } from './call-log.js';
import { durationSchema } from './duration.js';
import {
  isPlannedErrorCode,
  type MakePlannedError,
  makePlannedError,
  type PlannedErrorCode,
  plannedErrorCodes,
} from './planned-error.js';
import { resetError } from './reset-error.js';
import { sleepUntil } from './sleep-until.js';

/** Which calls fail, and how. */
export interface FailurePlan {
  /** The first call to fail, counted from now: 1 is the next one. Default: 1. */
  nth?: number | undefined;
  /** How many calls fail, from there on; `Infinity` for all. Default: 1. */
  times?: number | undefined;
  /** Counts and fails only calls for which this is true. Default: all of the operation. */
  matching?: ((call: MockCall) => boolean) | undefined;
  /** The code of the error, or a function that makes it. Default: `network_failure`. */
  error?: PlannedErrorCode | MakePlannedError | undefined;
  /** Whether the call fails before it takes effect or after. Default: `before`. */
  moment?: 'before' | 'after' | undefined;
  /**
   * What a failing `createInstance` says became of the instance. It is the truth: after the effect,
   * `no-instance` deletes the instance (one that was there before is left alone, and the outcome is
   * `instance-exists`), the others leave it; before the effect there is none, and `instance-exists` is
   * refused. Default: `no-instance`.
   */
  outcome?: CreateOutcome | undefined;
  /** Milliseconds on the clock until the call fails; with `Infinity` only the signal and `reset()` end it. Default: 0. */
  delay?: number | undefined;
}

/** How a call fails. */
export type PlannedFailure = Pick<ParsedPlan, 'error' | 'moment' | 'outcome' | 'delay'>;

type ParsedPlan = v.InferOutput<typeof planSchema>;

const operationSchema = v.picklist(
  [...mockOperations, 'any'],
  `must be any, or one of ${mockOperations.join(', ')}`,
);

const countSchema = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
);

const planSchema = strictFields({
  nth: v.optional(countSchema, 1),
  times: v.optional(
    v.union(
      [countSchema, v.literal(Number.POSITIVE_INFINITY)],
      'must be a whole number from 1, or Infinity',
    ),
    1,
  ),
  matching: v.optional(
    v.custom<(call: MockCall) => boolean>(isFunction, 'must be a function of a call'),
  ),
  error: v.optional(
    v.custom<PlannedErrorCode | MakePlannedError>(
      (value) => isPlannedErrorCode(value) || isFunction(value),
      `must be a function that makes an error, or one of ${plannedErrorCodes.join(', ')}`,
    ),
    'network_failure',
  ),
  moment: v.optional(v.picklist(['before', 'after'], 'must be before or after'), 'before'),
  outcome: v.optional(
    v.picklist(
      ['no-instance', 'instance-exists', 'unknown'],
      'must be no-instance, instance-exists or unknown',
    ),
    'no-instance',
  ),
  delay: v.optional(durationSchema, 0),
});

interface Plan extends PlannedFailure {
  readonly concerns: (call: LoggedCall) => boolean;
  callsUntilDue: number;
  timesLeft: number;
}

/** The failures that a test has planned and that have not happened yet. */
export class PlannedFailures {
  /** Whether the next call, of whatever operation, fails before its effect. */
  failNext = false;
  readonly #plans = new Set<Plan>();

  /**
   * Adds a plan; the function returned takes it back.
   *
   * @throws InvalidInputError
   */
  add(operation: MockOperation | 'any', given: FailurePlan): () => void {
    const { nth, times, matching, ...failure } = parsePlan(operation, given);
    const plan: Plan = {
      ...failure,
      callsUntilDue: nth,
      timesLeft: times,
      concerns: (call) =>
        (operation === 'any' || operation === call.operation) &&
        (matching === undefined || matching(call.toMockCall())),
    };
    this.#plans.add(plan);
    return () => {
      this.#plans.delete(plan);
    };
  }

  /** Counts a call, and tells how it is to fail: as the earliest made of the plans that are due. */
  take(call: LoggedCall): PlannedFailure | undefined {
    const concerned = [...this.#plans].filter((plan) => plan.concerns(call));
    for (const plan of concerned) plan.callsUntilDue--;
    if (this.failNext) {
      this.failNext = false;
      return { error: 'network_failure', moment: 'before', outcome: 'no-instance', delay: 0 };
    }
    const due = concerned.find((plan) => plan.callsUntilDue <= 0);
    if (due === undefined) return undefined;
    due.timesLeft--;
    if (due.timesLeft === 0) this.#plans.delete(due);
    return due;
  }
}

/**
 * Fails as planned, after the time planned; sooner with an `OperationAbortedError`, by the signal or a reset. The details say what
 * is true; a plan may have the caller of a creation not know it.
 */
export async function failAsPlanned(
  { error, delay, outcome }: PlannedFailure,
  details: Operation,
  { clock, discarded }: { readonly clock: Clock; readonly discarded: AbortSignal },
  signal: AbortSignal | undefined,
): Promise<never> {
  try {
    await sleepUntil(clock, clock.now() + delay, signal, discarded);
  } catch (failed) {
    if (discarded.aborted) throw resetError(details);
    throw signal?.aborted ? abortedError(details, signal) : failed;
  }
  const unknown = details.outcome !== undefined && outcome === 'unknown';
  throw makePlannedError(error, unknown ? { ...details, outcome, instanceId: undefined } : details);
}

const FAIL_CALL = { provider: 'mock', operation: 'failCall' };

function parsePlan(operation: MockOperation | 'any', given: FailurePlan): ParsedPlan {
  parseInput(operationSchema, operation, 'operation', FAIL_CALL);
  const plan = parseInput(planSchema, given, 'plan', FAIL_CALL);
  const { moment, outcome } = plan;
  if (outcome !== 'no-instance' && operation !== 'any' && operation !== 'createInstance') {
    throw invalidPlan(`is what createInstance says, not ${operation}`);
  }
  if (outcome === 'instance-exists' && moment === 'before') {
    throw invalidPlan('cannot be instance-exists before the effect');
  }
  return plan;
}

function invalidPlan(message: string): InvalidInputError {
  return invalidInput(FAIL_CALL, [{ path: 'plan.outcome', message }]);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
