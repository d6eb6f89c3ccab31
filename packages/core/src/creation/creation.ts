import type { CreatedInstance } from '../contract/created-instance.js';
import type { ProviderWarning } from '../contract/provider-warning.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { backoffDelay } from '../plugin/backoff.js';
import { describeOperation } from '../plugin/operation.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import { Adoption, type Holder } from './adoption.js';
import type { ReachableInstance } from './await-address.js';
import type { CreationContext } from './creation-context.js';
import { InstanceRequests } from './instance-requests.js';
import { isUsable } from './is-usable.js';
import { Launching } from './launching.js';
import type { ManagedInstance } from './managed-instance.js';
import { toCreatedInstance } from './to-created-instance.js';

/** How many machines with the key may come and go before a creation gives up. */
const MAX_ROUNDS = 20;

/** One creation, from the first look-up to a machine with an address. */
export class Creation<Spec extends ParsedInstanceSpec<unknown>, Plan> {
  readonly #context: CreationContext<Spec, Plan>;

  constructor(context: CreationContext<Spec, Plan>) {
    this.#context = context;
  }

  /** Again and again, because what was found may end, and what was requested may lose a race. */
  async run(): Promise<CreatedInstance> {
    const { operation, backoff } = this.#context;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      this.#context.throwIfAborted();
      const holder = await this.#findHolder();
      const created = holder === undefined ? await this.#launch() : await this.#adopt(holder);
      if (created !== undefined) return created;
      await this.#context.sleep(backoffDelay(round, backoff), operation);
    }
    throw new NetworkFailureError(
      `${describeOperation(operation)} failed: every machine with the key ended while it was waited for. Try again, and see what ends them.`,
      operation,
    );
  }

  /** The machine that has the key. Those that are of no more use are ended; a key that was just made has none. */
  async #findHolder(): Promise<ManagedInstance | undefined> {
    const { cloud, spec, clock, signal } = this.#context;
    if (!spec.idempotencyKeyGiven) return undefined;
    const found = await this.#context.findByKey();
    for (const { instanceId, ...instance } of found) {
      if (isUsable(instance, clock.now())) continue;
      const operation = { ...this.#context.operation, instanceId };
      await cloud.endInstance(instanceId, { operation, signal });
      this.#context.rememberEnd(instanceId);
    }
    return this.#context.usable(found)[0];
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
    return made && this.#finish(made.instance, { reused: false, warnings: made.warnings });
  }

  async #adopt(holder: Holder): Promise<CreatedInstance | undefined> {
    const instance = await new Adoption(this.#context, holder).run();
    return instance && this.#finish(instance, { reused: true, warnings: [] });
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
