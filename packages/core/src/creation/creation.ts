import type { CreatedInstance } from '../contract/created-instance.js';
import type { ProviderWarning } from '../contract/provider-warning.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { ProviderError } from '../errors/provider-error.js';
import { withDetails } from '../errors/with-details.js';
import { backoffDelay } from '../plugin/backoff.js';
import { abortedError, describeOperation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { Adoption, type Holder } from './adoption.js';
import type { ReachableInstance } from './await-address.js';
import type { CreationContext } from './creation-context.js';
import { giveUpInstance } from './give-up-instance.js';
import { InstanceRequests } from './instance-requests.js';
import { isUsable } from './is-usable.js';
import { Launching } from './launching.js';
import type { ManagedInstance } from './managed-instance.js';
import { toCreatedInstance } from './to-created-instance.js';

/** How many machines with the key may come and go before a creation gives up. */
const MAX_ROUNDS = 20;

const MAY_STILL_LAUNCH =
  'A create request timed out, and may still be carried out: use the same key again, which finds its machine.';

/** After a conflict the same key would meet it again. */
const MAY_STILL_LAUNCH_TOO =
  'A create request timed out, and may still be carried out: listInstances({ idempotencyKey }) shows its machine.';

/** One creation, from the first look-up to a machine with an address. */
export class Creation<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly #context: CreationContext<Spec, Plan>;

  constructor(context: CreationContext<Spec, Plan>) {
    this.#context = context;
  }

  async run(): Promise<CreatedInstance> {
    try {
      return await this.#untilCreated();
    } catch (error) {
      throw this.#context.mayStillLaunch ? this.#asUnsettled(error) : error;
    }
  }

  /** Again and again, because what was found may end, and what was requested may lose a race. */
  async #untilCreated(): Promise<CreatedInstance> {
    const { operation, backoff } = this.#context;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      this.#context.throwIfAborted();
      const found = await this.#findUsable();
      const [holder] = found;
      const created =
        holder === undefined ? await this.#launch() : await this.#adopt(holder, found);
      if (created !== undefined) return created;
      await this.#context.sleep(backoffDelay(round, backoff), operation);
    }
    throw new NetworkFailureError(
      `${describeOperation(operation)} failed: every machine with the key ended while it was waited for. Try again, and see what ends them.`,
      operation,
    );
  }

  /**
   * The machines that have the key, the one that keeps it first. Those that are of no more use are ended; a key that was
   * just made has none.
   */
  async #findUsable(): Promise<readonly ManagedInstance[]> {
    const { cloud, spec, clock, signal } = this.#context;
    if (!spec.idempotencyKeyGiven) return [];
    const found = await this.#context.findByKey();
    for (const instance of found) {
      const { instanceId, state } = instance;
      if (state === 'terminated') continue;
      if (isUsable(instance, clock.now())) {
        await this.#seeToItsEnd(instanceId);
        continue;
      }
      const operation = {
        ...this.#context.operation,
        outcome: 'instance-exists',
        instanceId,
      } as const;
      await cloud.endInstance(instanceId, { operation, signal });
      this.#context.rememberEnd(instanceId);
    }
    return this.#context.usable(found);
  }

  /**
   * Ends a machine that an earlier creation of this process wanted gone and could not see go: a delete request that is
   * still on its way would end it in the hands of who adopts it now.
   */
  async #seeToItsEnd(instanceId: string): Promise<void> {
    const { cloud, clock, backoff, cleanupTimeoutMs: timeoutMs } = this.#context;
    if (!this.#context.isGivenUp(instanceId) || this.#context.isReturned(instanceId)) return;
    const operation = { ...this.#context.operation, instanceId };
    const end = await giveUpInstance(cloud, instanceId, { operation, clock, backoff, timeoutMs });
    if (end === 'ended') this.#context.rememberEnd(instanceId);
    else if (end !== 'adopted') throw end.left;
  }

  async #launch(): Promise<CreatedInstance | undefined> {
    const launched = await new InstanceRequests(this.#context).run();
    if (launched === undefined) return undefined;
    const { instanceId } = launched;
    if (this.#context.isReturned(instanceId)) {
      const { specHash } = this.#context.spec;
      return this.#adopt({ instanceId, specHash, adopted: true });
    }
    const made = await new Launching(this.#context, launched).run();
    if (made === 'adopted') {
      return this.#adopt({ instanceId, specHash: this.#context.spec.specHash, adopted: true });
    }
    return made && this.#finish(made.instance, { reused: false, warnings: made.warnings });
  }

  async #adopt(
    holder: Holder,
    found?: readonly ManagedInstance[],
  ): Promise<CreatedInstance | undefined> {
    const adopted = await new Adoption(this.#context, holder, found)
      .run()
      .catch((error: unknown) => {
        throw this.#context.mayStillLaunch ? this.#asHalfSettled(error) : error;
      });
    return adopted && this.#finish(adopted.instance, { reused: true, warnings: adopted.warnings });
  }

  /** Of the machine of another call all is known, but not of this creation's own. */
  #asHalfSettled(error: unknown): unknown {
    if (!(error instanceof ProviderError) || error.outcome !== 'instance-exists') return error;
    return withDetails(error, { outcome: 'unknown' }, MAY_STILL_LAUNCH);
  }

  /** An error after which a machine of this creation may still appear, although all that was seen is gone. */
  #asUnsettled(error: unknown): unknown {
    if (!(error instanceof ProviderError) || error.outcome !== 'no-instance') return error;
    const { operation, signal } = this.#context;
    const unsettled = { ...operation, outcome: 'unknown' } as const;
    return error.code === 'aborted'
      ? abortedError(unsettled, signal, error.cause)
      : withDetails(
          error,
          unsettled,
          error.code === 'idempotency_conflict' ? MAY_STILL_LAUNCH_TOO : MAY_STILL_LAUNCH,
        );
  }

  #finish(
    instance: ReachableInstance,
    { reused, warnings }: { reused: boolean; warnings: readonly ProviderWarning[] },
  ): CreatedInstance {
    const { cloud, spec } = this.#context;
    const all = [...warnings, ...cloud.warningsFor(spec, instance)];
    return toCreatedInstance(instance, spec, { reused, warnings: all });
  }
}
