import type {
  CreateFleetCommandInput,
  CreateLaunchTemplateCommandInput,
  DescribeInstancesCommandInput,
  DescribeInstanceTypeOfferingsCommandInput,
  DescribeLaunchTemplatesCommandInput,
  EC2Client,
  RunInstancesCommandInput,
  Tag,
} from '@aws-sdk/client-ec2';
import { NetworkFailureError, type ProviderError } from '@stagely/core';
import {
  abortedError,
  type Clock,
  describeOperation,
  type Redactor,
  unlessAborted,
  withDeadline,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { toProviderError } from '../errors/to-provider-error.js';
import { fleetSchema } from '../wire/fleet-schema.js';
import { instancePageSchema, launchSchema, terminationSchema } from '../wire/instance-schema.js';
import { architecturesSchema, offeringsSchema } from '../wire/instance-type-schema.js';
import { launchTemplatePageSchema } from '../wire/launch-template-schema.js';
import { regionsSchema } from '../wire/region-schema.js';
import type { Ec2Clients } from './ec2-clients.js';
import type { Ec2Sdk } from './load-ec2-sdk.js';
import type { RequestTarget } from './request-target.js';

export interface Ec2ApiOptions {
  readonly clients: Ec2Clients;
  readonly clock: Clock;
  /** How long a request may take, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly redactor: Redactor;
}

/** What a request is made with. */
interface Exchange {
  readonly sdk: Ec2Sdk;
  readonly client: EC2Client;
  readonly options: { readonly abortSignal: AbortSignal };
}

/** The actions of EC2 that are used here, each as one request: checked answers, errors of the contract, a time limit. */
export class Ec2Api {
  readonly #options: Ec2ApiOptions;

  constructor(options: Ec2ApiOptions) {
    this.#options = options;
  }

  runInstances(input: RunInstancesCommandInput, to: RequestTarget) {
    return this.#request('RunInstances', launchSchema, to, ({ sdk, client, options }) =>
      client.send(new sdk.RunInstancesCommand(input), options),
    );
  }

  describeInstances(input: DescribeInstancesCommandInput, to: RequestTarget) {
    return this.#request('DescribeInstances', instancePageSchema, to, ({ sdk, client, options }) =>
      client.send(new sdk.DescribeInstancesCommand(input), options),
    );
  }

  terminateInstance(InstanceId: string, SkipOsShutdown: boolean, to: RequestTarget) {
    const input = { InstanceIds: [InstanceId], ...(SkipOsShutdown && { SkipOsShutdown }) };
    return this.#request('TerminateInstances', terminationSchema, to, ({ sdk, client, options }) =>
      client.send(new sdk.TerminateInstancesCommand(input), options),
    );
  }

  async createTags(resourceId: string, Tags: Tag[], to: RequestTarget): Promise<void> {
    const input = { Resources: [resourceId], Tags };
    await this.#request('CreateTags', v.unknown(), to, ({ sdk, client, options }) =>
      client.send(new sdk.CreateTagsCommand(input), options),
    );
  }

  async deleteTag(resourceId: string, Key: string, to: RequestTarget): Promise<void> {
    const input = { Resources: [resourceId], Tags: [{ Key }] };
    await this.#request('DeleteTags', v.unknown(), to, ({ sdk, client, options }) =>
      client.send(new sdk.DeleteTagsCommand(input), options),
    );
  }

  createFleet(input: CreateFleetCommandInput, to: RequestTarget) {
    return this.#request('CreateFleet', fleetSchema, to, ({ sdk, client, options }) =>
      client.send(new sdk.CreateFleetCommand(input), options),
    );
  }

  async createLaunchTemplate(
    input: CreateLaunchTemplateCommandInput,
    to: RequestTarget,
  ): Promise<void> {
    await this.#request('CreateLaunchTemplate', v.unknown(), to, ({ sdk, client, options }) =>
      client.send(new sdk.CreateLaunchTemplateCommand(input), options),
    );
  }

  describeLaunchTemplates(input: DescribeLaunchTemplatesCommandInput, to: RequestTarget) {
    return this.#request(
      'DescribeLaunchTemplates',
      launchTemplatePageSchema,
      to,
      ({ sdk, client, options }) =>
        client.send(new sdk.DescribeLaunchTemplatesCommand(input), options),
    );
  }

  async deleteLaunchTemplate(
    template: { LaunchTemplateId: string } | { LaunchTemplateName: string },
    to: RequestTarget,
  ): Promise<void> {
    await this.#request('DeleteLaunchTemplate', v.unknown(), to, ({ sdk, client, options }) =>
      client.send(new sdk.DeleteLaunchTemplateCommand(template), options),
    );
  }

  /** Every region there is, also those that the account has not enabled. */
  describeRegions(to: RequestTarget) {
    return this.#request('DescribeRegions', regionsSchema, to, ({ sdk, client, options }) =>
      client.send(new sdk.DescribeRegionsCommand({ AllRegions: true }), options),
    );
  }

  describeOfferings(input: DescribeInstanceTypeOfferingsCommandInput, to: RequestTarget) {
    return this.#request(
      'DescribeInstanceTypeOfferings',
      offeringsSchema,
      to,
      ({ sdk, client, options }) =>
        client.send(new sdk.DescribeInstanceTypeOfferingsCommand(input), options),
    );
  }

  /** The architectures of one type; none when the region does not know it. */
  describeArchitectures(instanceType: string, to: RequestTarget) {
    // A filter leaves out what there is not; a name in the request itself would be refused.
    const input = { Filters: [{ Name: 'instance-type', Values: [instanceType] }] };
    return this.#request(
      'DescribeInstanceTypes',
      architecturesSchema,
      to,
      ({ sdk, client, options }) =>
        client.send(new sdk.DescribeInstanceTypesCommand(input), options),
    );
  }

  async #request<const Schema extends v.GenericSchema>(
    action: string,
    schema: Schema,
    to: RequestTarget,
    send: (exchange: Exchange) => Promise<unknown>,
  ): Promise<v.InferOutput<Schema>> {
    const { clients, clock, requestTimeoutMs: timeoutMs, redactor } = this.#options;
    const { region, operation, signal } = to;
    if (signal?.aborted) throw abortedError(operation, signal);
    let timedOut: (() => boolean) | undefined;
    try {
      const connection = await clients.open(region);
      const answer = await withDeadline({ clock, timeoutMs, signal }, (scope) => {
        timedOut = scope.expired;
        const { signal: abortSignal } = scope;
        return unlessAborted(send({ ...connection, options: { abortSignal } }), abortSignal);
      });
      return v.parse(schema, answer);
    } catch (failure) {
      if (signal?.aborted) throw abortedError(operation, signal);
      if (timedOut?.() === true) throw this.#timeoutError(action, to);
      throw toProviderError(failure, { action, redactor, ...to });
    }
  }

  #timeoutError(action: string, { operation, launches, earlier }: RequestTarget): ProviderError {
    const seconds = this.#options.requestTimeoutMs / 1_000;
    return new NetworkFailureError(
      `${describeOperation(operation)} failed: ${action} got no answer within ${seconds} s. Try again.`,
      { ...operation, cause: earlier, ...(launches === true && { outcome: 'unknown' }) },
    );
  }
}
