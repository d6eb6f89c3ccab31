import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { ProviderError } from '../errors/provider-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { withDetails } from '../errors/with-details.js';
import { backoffDelay } from '../plugin/backoff.js';
import { describeOperation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { type LaunchedInstance, LaunchTakenError } from './creation-cloud.js';
import type { CreationContext } from './creation-context.js';
import type { CreationOperation } from './instance-creations.js';
import { isUsable } from './is-usable.js';
import { lookUp } from './look-up.js';

/** How often a name or token may be found taken by nothing that is of use. */
const MAX_GENERATIONS = 20;

/** How long after its time has run out a create request is reckoned with, in milliseconds. */
const LATE_EFFECT_MS = 10_000;

/** What came of a request: a machine, nothing because another call has one, or a refusal for want of capacity. */
type Answer =
  | { readonly launched: LaunchedInstance | undefined }
  | { readonly refusal: CapacityUnavailableError };

/** The create requests of one creation. */
export class InstanceRequests<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly #context: CreationContext<Spec, Plan>;
  #generation = 0;

  constructor(context: CreationContext<Spec, Plan>) {
    this.#context = context;
  }

  /**
   * Requests a machine, plan by plan.
   *
   * @returns `undefined` when another call has made one with the key
   * @throws CapacityUnavailableError when every plan is refused for want of capacity
   */
  async run(): Promise<LaunchedInstance | undefined> {
    const { cloud, spec, operation, signal } = this.#context;
    const refusals: CapacityUnavailableError[] = [];
    for (const plan of await cloud.plan(spec, { operation, signal })) {
      this.#context.throwIfAborted();
      const answer = await this.#try(plan);
      if ('launched' in answer) return answer.launched;
      refusals.push(answer.refusal);
    }
    throw allRefused(refusals, operation);
  }

  /** Requests one plan, again with another generation while its name or token is taken by nothing that is of use. */
  async #try(plan: Plan): Promise<Answer> {
    const { cloud, operation, backoff } = this.#context;
    for (let taken = 0; ; taken++) {
      try {
        return { launched: await this.#launch(plan) };
      } catch (error) {
        if (error instanceof CapacityUnavailableError) return { refusal: error };
        if (!(error instanceof LaunchTakenError)) return this.#settle(error);
        if (await this.#isHeld()) return { launched: undefined };
        if (taken === MAX_GENERATIONS) throw this.#alwaysTaken(error);
      }
      this.#generation++;
      // Where reads do not lag, the look-up took no time, and what is taken has to become free.
      if (cloud.visibilityWindowMs > 0) continue;
      await this.#context.sleep(backoffDelay(taken + 1, backoff), operation);
    }
  }

  #launch(plan: Plan): Promise<LaunchedInstance> {
    const { cloud, spec, creator, operation } = this.#context;
    const { outcome: _, ...bare } = operation;
    return cloud.launch(spec, plan, {
      operation: bare,
      creator,
      generation: this.#generation,
    });
  }

  /** Whether a machine with the key is there, to be adopted or to be ended, or shows up while it may. */
  async #isHeld(): Promise<boolean> {
    const { cloud, spec, operation, signal, clock, backoff, lookUpTimeoutMs } = this.#context;
    const call = { operation, signal };
    const held = await lookUp(call, {
      clock,
      backoff,
      until: clock.now() + cloud.visibilityWindowMs,
      graceMs: lookUpTimeoutMs,
      find: () => cloud.findByKey(spec, call),
      pick: (found) => this.#context.living(found).length > 0 || undefined,
    });
    return held !== undefined;
  }

  /**
   * What a failed request came to. An answer that was lost is looked for, whatever the caller's signal says, because
   * the machine must be deleted if nobody wants it.
   */
  async #settle(error: unknown): Promise<Answer> {
    const { cloud, spec, operation, clock, backoff, lookUpTimeoutMs } = this.#context;
    if (!(error instanceof ProviderError)) throw error;
    if (!isLost(error)) throw withDetails(error, { ...operation, outcome: 'no-instance' });
    const call = { operation };
    let held = false;
    let launched: LaunchedInstance | undefined;
    try {
      launched = await lookUp(call, {
        clock,
        backoff,
        until: clock.now() + cloud.visibilityWindowMs,
        graceMs: lookUpTimeoutMs,
        find: () => cloud.findByKey(spec, call),
        pick: (found) => {
          held = found.some((instance) => isUsable(instance, clock.now()));
          const own = this.#context.living(found).find((one) => this.#context.isOwn(one));
          return own && { instanceId: own.instanceId, warnings: [] };
        },
      });
    } catch (cause) {
      throw new NetworkFailureError(
        `${describeOperation(operation)} got no answer to its create request, and could not look for the machine. Whether there is one is not known: use the same key again, which finds it.`,
        { ...operation, outcome: 'unknown', cause: new AggregateError([error, cause]) },
      );
    }
    if (error.outcome === 'unknown') {
      // What was found may be from an earlier request, and this one still be carried out.
      this.#context.unansweredUntil = clock.now() + LATE_EFFECT_MS;
      this.#context.mayStillLaunch = true;
    }
    if (launched !== undefined) return { launched };
    if (held) return { launched: undefined };
    throw withDetails(error, { ...operation, outcome: 'no-instance' });
  }

  #alwaysTaken(cause: LaunchTakenError): NetworkFailureError {
    const { operation } = this.#context;
    return new NetworkFailureError(
      `${describeOperation(operation)} failed: what the idempotency key stands for at the cloud is still in use by a machine that has ended. Try again later, or use another key.`,
      { ...operation, cause },
    );
  }
}

/** Whether a request may have been carried out although its answer says nothing of it. */
function isLost(error: ProviderError): boolean {
  return (
    error instanceof NetworkFailureError &&
    !(error instanceof RateLimitedError) &&
    error.outcome !== 'no-instance'
  );
}

function allRefused(
  refusals: readonly CapacityUnavailableError[],
  operation: CreationOperation,
): CapacityUnavailableError {
  const last = refusals.at(-1);
  if (last === undefined) {
    return new CapacityUnavailableError(
      `${describeOperation(operation)} failed: there is nothing that fits the spec. Try another region or size.`,
      operation,
    );
  }
  if (refusals.length === 1) return withDetails(last, operation);
  const { providerCode, requestId, retryAfterMs } = last;
  const messages = [...new Set(refusals.map(({ message }) => message))];
  return new CapacityUnavailableError(
    `${describeOperation(operation)} failed: all ${refusals.length} ways to make the machine were refused, the last one so: ${messages.at(-1)}`,
    {
      ...operation,
      providerCode,
      requestId,
      retryAfterMs,
      cause: new AggregateError(refusals, 'Every way to make the machine was refused.'),
    },
  );
}
