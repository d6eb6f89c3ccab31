import {
  InstanceNotFoundError,
  InvalidCredentialsError,
  ProviderError,
  type ProviderWarning,
} from '@stagely/core';
import {
  type Call,
  type CreationCloud,
  type InstanceMark,
  type Launch,
  type LaunchedInstance,
  LaunchTakenError,
  type ManagedInstance,
  type Operation,
  OWNERSHIP_TAG,
} from '@stagely/core/plugin';
import type { Ec2Api } from './client/ec2-api.js';
import type { AwsInstance } from './instances/aws-instance.js';
import { explainEnd } from './instances/explain-end.js';
import { byKeyHash } from './instances/instance-filters.js';
import { readInstanceId } from './instances/instance-id.js';
import type { InstanceReader } from './instances/instance-reader.js';
import type { Generations } from './launching/generations.js';
import { imageFor, type LaunchImage, substituteImage } from './launching/images.js';
import type { InstanceLauncher } from './launching/instance-launcher.js';
import { type LaunchPlan, planLaunches } from './launching/launch-plan.js';
import type { TypeResolver } from './launching/type-resolver.js';
import type { AwsSpec } from './parse-aws-spec.js';
import type { SpotLauncher } from './spot/spot-launcher.js';
import { warningsFor } from './warnings-for.js';

export interface AwsCreationCloudOptions {
  readonly api: Pick<Ec2Api, 'createTags' | 'deleteTag'>;
  readonly visibilityWindowMs: number;
  readonly reader: InstanceReader;
  readonly resolver: TypeResolver;
  readonly launcher: Pick<InstanceLauncher, 'launch'>;
  readonly spotLauncher: Pick<SpotLauncher, 'launch'>;
  readonly generations: Generations;
  readonly endInstance: (instanceId: string, call: Call) => Promise<void>;
}

/** What EC2 brings to the creation of machines. */
export class AwsCreationCloud implements CreationCloud<AwsSpec, LaunchPlan> {
  readonly #options: AwsCreationCloudOptions;

  constructor(options: AwsCreationCloudOptions) {
    this.#options = options;
  }

  get visibilityWindowMs(): number {
    return this.#options.visibilityWindowMs;
  }

  /** Instances that have ended are found as well: they tell which client tokens are used up. */
  async findByKey(spec: AwsSpec, call: Call): Promise<readonly AwsInstance[]> {
    const { reader, generations } = this.#options;
    const { region, idempotencyKeyHash } = spec;
    const found: AwsInstance[] = [];
    for await (const instance of reader.list(byKeyHash(idempotencyKeyHash), { ...call, region })) {
      if (instance.managed) found.push(instance);
    }
    generations.observe(spec, found);
    return found.filter(({ state }) => state !== 'terminated');
  }

  async plan(spec: AwsSpec, call: Call): Promise<readonly LaunchPlan[]> {
    const types = await this.#options.resolver.resolve(spec, call);
    return planLaunches(types, spec.spotInstance);
  }

  async launch(spec: AwsSpec, plan: LaunchPlan, launch: Launch): Promise<LaunchedInstance> {
    const { generations } = this.#options;
    const generation = generations.choose(spec, launch.generation);
    try {
      const launched = await this.#launchWithSomeImage(spec, plan, { ...launch, generation });
      await this.#refuseEnded(launched, launch.operation);
      generations.remember(launched.instanceId, spec, generation);
      return launched;
    } catch (error) {
      if (error instanceof LaunchTakenError) generations.useUp(spec, generation);
      if (plan.market === 'spot' && error instanceof ProviderError) {
        plan.attempt.refusal = error;
        // A fleet that launched nothing says so again to the same token.
        if (error.outcome === 'no-instance') generations.useUp(spec, generation);
      }
      throw error;
    }
  }

  readInstance(instanceId: string, { operation, signal }: Call): Promise<AwsInstance> {
    // The ids of a creation have their region.
    const address = readInstanceId(instanceId, '', operation);
    return this.#options.reader.read(address, { operation, signal });
  }

  /** A tag changes nothing else, and no other change takes it away. */
  async markInstance(
    instanceId: string,
    mark: InstanceMark,
    set: boolean,
    { operation, signal }: Call,
  ): Promise<void> {
    const { api } = this.#options;
    const { region, ec2Id } = readInstanceId(instanceId, '', operation);
    const to = { region, operation, signal };
    const Key = OWNERSHIP_TAG[mark];
    if (set) await api.createTags(ec2Id, [{ Key, Value: '1' }], to);
    else await api.deleteTag(ec2Id, Key, to);
  }

  explainEnd(instance: ManagedInstance, operation: Operation): Error {
    return explainEnd(instance, operation);
  }

  endInstance(instanceId: string, call: Call): Promise<void> {
    return this.#options.endInstance(instanceId, call);
  }

  warningsFor(spec: AwsSpec, instance: ManagedInstance): readonly ProviderWarning[] {
    return warningsFor(spec, instance);
  }

  /** Launches from the image of the spec, or from one that is public knowledge where the account may not look that up. */
  async #launchWithSomeImage(
    spec: AwsSpec,
    plan: LaunchPlan,
    launch: Launch,
  ): Promise<LaunchedInstance> {
    const { image } = spec.options;
    try {
      return await this.#launchFrom(imageFor(image, spec.architecture), spec, plan, launch);
    } catch (error) {
      const substitute = substituteImage(spec.region, spec.architecture);
      if (image !== undefined || substitute === undefined || !lacksRightToParameters(error)) {
        throw error;
      }
      const launched = await this.#launchFrom(substitute, spec, plan, launch);
      const message = `The instance was launched from ${substitute.imageId}, an older build of Ubuntu 22.04, because the credentials lack the permission ssm:GetParameters, which finds the newest.`;
      return { ...launched, warnings: [...launched.warnings, { code: 'other_image', message }] };
    }
  }

  async #launchFrom(
    image: LaunchImage,
    spec: AwsSpec,
    plan: LaunchPlan,
    { operation, creator, generation }: Launch,
  ): Promise<LaunchedInstance> {
    const { launcher, spotLauncher } = this.#options;
    const request = { spec, image, generation, creator, operation };
    if (plan.market === 'spot') return spotLauncher.launch(request, plan.types);
    const { type, market, attempt } = plan;
    const choice = { type, market, earlier: attempt?.refusal };
    return { instanceId: await launcher.launch(request, choice), warnings: [] };
  }

  /** A fleet's token gives its instance although it has ended; one that was never seen before was just launched. */
  async #refuseEnded({ instanceId }: LaunchedInstance, operation: Operation): Promise<void> {
    if (!this.#options.generations.knows(instanceId)) return;
    try {
      const { state } = await this.readInstance(instanceId, { operation });
      if (state !== 'terminated') return;
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
    }
    throw new LaunchTakenError(`The client token belongs to ${instanceId}, which has ended.`);
  }
}

function lacksRightToParameters(error: unknown): boolean {
  return error instanceof InvalidCredentialsError && /ssm:GetParameters?\b/.test(error.message);
}
