import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { ProviderError } from '@stagely/core';
import {
  type BackoffOptions,
  backoffDelay,
  type Clock,
  type Operation,
  OWNERSHIP_TAG,
  toOwnershipTags,
} from '@stagely/core/plugin';
import type { Ec2Api } from '../client/ec2-api.js';
import type { RequestTarget } from '../client/request-target.js';
import type { LaunchTemplate } from '../wire/launch-template-schema.js';

/** Of what a template is made, and where. */
export interface TemplateRequest {
  readonly name: string;
  readonly region: string;
  readonly data: RequestLaunchTemplateData;
  readonly operation: Operation;
}

export interface LaunchTemplatesOptions {
  readonly api: Pick<
    Ec2Api,
    'createLaunchTemplate' | 'deleteLaunchTemplate' | 'describeLaunchTemplates'
  >;
  readonly clock: Clock;
  readonly backoff: BackoffOptions;
  /** For how long a new template may not be seen yet, in milliseconds. */
  readonly visibilityWindowMs: number;
}

/** How often a deletion is tried that throttling or the network prevents. */
const MAX_DELETIONS = 3;

/** Launch templates, which fleets are made from and which nobody needs afterwards. */
export class LaunchTemplates {
  readonly #options: LaunchTemplatesOptions;

  constructor(options: LaunchTemplatesOptions) {
    this.#options = options;
  }

  /**
   * Makes a template, unless it is there already.
   *
   * @returns whether it was made
   */
  async ensure({ name, region, data, operation }: TemplateRequest): Promise<boolean> {
    const Tags = Object.entries(toOwnershipTags({})).map(([Key, Value]) => ({ Key, Value }));
    const input = {
      LaunchTemplateName: name,
      LaunchTemplateData: data,
      TagSpecifications: [{ ResourceType: 'launch-template' as const, Tags }],
    };
    try {
      await this.#options.api.createLaunchTemplate(input, { region, operation });
      return true;
    } catch (error) {
      if (codeOf(error) !== 'InvalidLaunchTemplateName.AlreadyExistsException') throw error;
      return false;
    }
  }

  /**
   * Removes a template by its name. One that is not found is gone only when reads must show it.
   *
   * @returns why it could not be removed
   */
  async remove({ name, region, operation }: TemplateRequest): Promise<unknown> {
    const { api, clock, backoff, visibilityWindowMs } = this.#options;
    const until = clock.now() + visibilityWindowMs;
    for (let attempt = 1; ; attempt++) {
      const askedAt = clock.now();
      try {
        await api.deleteLaunchTemplate({ LaunchTemplateName: name }, { region, operation });
        return undefined;
      } catch (error) {
        const missing = isTemplateMissing(error);
        if (missing && askedAt >= until) return undefined;
        const again = error instanceof ProviderError && error.retryable && attempt < MAX_DELETIONS;
        if (!missing && !again) return error;
      }
      await clock.sleep(backoffDelay(attempt, backoff));
    }
  }

  /** The templates of Stagely's in a region. */
  async *list(to: RequestTarget): AsyncGenerator<LaunchTemplate, void, undefined> {
    const Filters = [{ Name: 'tag-key', Values: [OWNERSHIP_TAG.managed] }];
    let NextToken: string | undefined;
    do {
      const { templates, nextToken } = await this.#options.api.describeLaunchTemplates(
        { Filters, MaxResults: 200, ...(NextToken && { NextToken }) },
        to,
      );
      yield* templates;
      NextToken = nextToken;
    } while (NextToken);
  }

  /** Removes a template by its id; one that is gone already is fine. */
  async removeById(id: string, to: RequestTarget): Promise<void> {
    try {
      await this.#options.api.deleteLaunchTemplate({ LaunchTemplateId: id }, to);
    } catch (error) {
      if (!isTemplateMissing(error)) throw error;
    }
  }
}

/** Whether a request failed because there is no such template, or none that can be seen yet. */
export function isTemplateMissing(error: unknown): boolean {
  return /^InvalidLaunchTemplate(?:Name|Id)\.NotFound/.test(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ProviderError ? error.providerCode : undefined;
}
