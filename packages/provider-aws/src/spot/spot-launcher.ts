import {
  CapacityUnavailableError,
  InvalidCredentialsError,
  NetworkFailureError,
  ProviderError,
  type ProviderWarning,
} from '@stagely/core';
import {
  type BackoffOptions,
  backoffDelay,
  type Clock,
  describeOperation,
  type LaunchedInstance,
  type Redactor,
} from '@stagely/core/plugin';
import type { Ec2Api } from '../client/ec2-api.js';
import { formatInstanceId } from '../instances/instance-id.js';
import { askAgainIfLost } from '../launching/ask-again-if-lost.js';
import type { InstanceLauncher } from '../launching/instance-launcher.js';
import type { InstanceType } from '../launching/instance-types.js';
import type { LaunchRequest } from '../launching/launch-request.js';
import { rethrowTaken } from '../launching/rethrow-taken.js';
import { toLaunchData } from '../launching/to-launch-data.js';
import type { FleetAnswer } from '../wire/fleet-schema.js';
import { toFleetError } from './fleet-error.js';
import { launchTemplateName } from './launch-template-name.js';
import {
  isTemplateMissing,
  type LaunchTemplates,
  type TemplateRequest,
} from './launch-templates.js';
import { toSpotRefusal } from './spot-fallback.js';
import { toFleetInput } from './to-fleet-input.js';

export interface SpotLauncherOptions {
  readonly api: Pick<Ec2Api, 'createFleet'>;
  readonly templates: LaunchTemplates;
  readonly launcher: InstanceLauncher;
  readonly clock: Clock;
  readonly backoff: BackoffOptions;
  /** For how long a new template may not be seen yet, in milliseconds. */
  readonly visibilityWindowMs: number;
  readonly redactor: Redactor;
}

/** How often at least, and at most, a fleet is asked for whose template another call with the key keeps removing. */
const MIN_FLEET_REQUESTS = 3;
const MAX_FLEET_REQUESTS = 20;

/** Launches spot instances: one by a fleet that has all types to choose from, or, without the right to that, type by type. */
export class SpotLauncher {
  readonly #options: SpotLauncherOptions;

  constructor(options: SpotLauncherOptions) {
    this.#options = options;
  }

  /**
   * @throws CapacityUnavailableError when there is no spot instance to be had
   * @throws LaunchTakenError when the client token is used up
   */
  async launch(request: LaunchRequest, types: readonly InstanceType[]): Promise<LaunchedInstance> {
    const warnings: ProviderWarning[] = [];
    try {
      return { instanceId: await this.#launchByFleet(request, types, warnings), warnings };
    } catch (error) {
      if (!lacksRightToFleets(error)) throw error;
      return { instanceId: await this.#launchByType(request, types), warnings };
    }
  }

  /** Adds a warning when its launch template stays after the fleet was asked for, whether or not there is an instance. */
  async #launchByFleet(
    request: LaunchRequest,
    types: readonly InstanceType[],
    warnings: ProviderWarning[],
  ): Promise<string> {
    const { spec, generation, image } = request;
    const { region, idempotencyKeyHash } = spec;
    const { templates, redactor } = this.#options;
    const data = toLaunchData(spec, image);
    const name = launchTemplateName(idempotencyKeyHash, generation, data);
    const operation = { ...request.operation, outcome: 'no-instance' } as const;
    const template = { name, region, data, operation };
    let answer: FleetAnswer;
    try {
      await templates.ensure(template);
    } catch (error) {
      // Its answer may have been lost.
      if (error instanceof NetworkFailureError) await templates.remove(template);
      throw error;
    }
    try {
      answer = await this.#requestFleet(request, types, template);
    } finally {
      const left = await templates.remove(template);
      if (left !== undefined) {
        const message = `The launch template ${name} in ${region} could not be removed; sweep() will.`;
        warnings.push({ code: 'cleanup_failed', message });
      }
    }
    const { instanceId: ec2Id, errors } = answer;
    if (ec2Id === undefined) throw toFleetError(errors, request.operation, redactor);
    return formatInstanceId({ region, ec2Id });
  }

  /** Asks for the fleet, again while its template is not visible yet, or was removed by another call with the key. */
  async #requestFleet(
    request: LaunchRequest,
    types: readonly InstanceType[],
    template: TemplateRequest,
  ): Promise<FleetAnswer> {
    const { api, templates, clock, backoff, visibilityWindowMs } = this.#options;
    const { operation } = request;
    const { name, region } = template;
    const input = toFleetInput(request, types, name);
    let until = clock.now() + visibilityWindowMs;
    for (let attempt = 1; ; attempt++) {
      const startedAt = clock.now();
      try {
        return await askAgainIfLost(() =>
          api.createFleet(input, { region, operation, launches: true }),
        );
      } catch (error) {
        if (!isTemplateMissing(error)) return rethrowTaken(asSpotRefusal(error));
        const seenTooLate = attempt >= MIN_FLEET_REQUESTS && startedAt >= until;
        if (seenTooLate || attempt === MAX_FLEET_REQUESTS) {
          throw new NetworkFailureError(
            `${describeOperation(operation)} failed: EC2 does not show the launch template ${name}, which was just made. Try again.`,
            { ...operation, outcome: 'no-instance', cause: error },
          );
        }
      }
      await clock.sleep(backoffDelay(attempt, backoff));
      if (await templates.ensure(template)) until = clock.now() + visibilityWindowMs;
    }
  }

  async #launchByType(request: LaunchRequest, types: readonly InstanceType[]): Promise<string> {
    const refusals: Error[] = [];
    for (const type of types) {
      try {
        return await this.#options.launcher.launch(request, { type, market: 'spot' });
      } catch (error) {
        const refusal = asSpotRefusal(error);
        if (!(refusal instanceof CapacityUnavailableError)) throw refusal;
        refusals.push(refusal);
      }
    }
    const { operation } = request;
    throw new CapacityUnavailableError(
      `${describeOperation(operation)} failed: there is no spot instance of ${types.join(', ')} to be had. Try again later, or on demand.`,
      { ...operation, outcome: 'no-instance', cause: new AggregateError(refusals) },
    );
  }
}

function asSpotRefusal(error: unknown): unknown {
  return error instanceof ProviderError ? toSpotRefusal(error) : error;
}

/** Only the two rights that single instances do without. */
function lacksRightToFleets(error: unknown): boolean {
  return (
    error instanceof InvalidCredentialsError &&
    error.providerCode === 'UnauthorizedOperation' &&
    /ec2:(?:CreateFleet|CreateLaunchTemplate)\b/.test(error.message)
  );
}
