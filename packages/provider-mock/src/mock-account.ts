import type { Clock, Logger, ProviderContext, RequestLimits } from '@stagely/core';
import {
  invalidInput,
  parseBoth,
  parseInput,
  silentLogger,
  systemClock,
} from '@stagely/core/plugin';
import { contextSchema } from './context.js';
import { type MockCredentials, mockCredentialsSchema } from './credentials.js';
import { MockCloud } from './mock-cloud.js';
import { regionIssues } from './parse-mock-spec.js';
import type { ParsedSettings } from './settings.js';

const CONSTRUCTOR = { provider: 'mock', operation: 'new MockProvider' };

/** What a provider was made with, and its cloud of the moment. */
export class MockAccount {
  readonly clock: Clock;
  readonly regions: readonly string[];
  readonly defaultRegion: string;
  readonly limits: RequestLimits | undefined;
  readonly #logger: Logger;
  readonly #settings: ParsedSettings;
  #cloud: MockCloud;

  /** @throws InvalidInputError */
  constructor(credentials: MockCredentials, context: ProviderContext) {
    const [given, { region }] = parseBoth(
      CONSTRUCTOR,
      () => parseInput(contextSchema, context, 'context', CONSTRUCTOR),
      () => parseInput(mockCredentialsSchema, credentials, 'credentials', CONSTRUCTOR),
    );
    const { settings, clock = systemClock, logger = silentLogger } = given;
    this.#settings = settings;
    const { regions, limits } = settings;
    const issues = regionIssues(region, regions, 'credentials.region');
    if (issues.length > 0) throw invalidInput(CONSTRUCTOR, issues);
    this.clock = clock;
    this.regions = regions;
    this.defaultRegion = region ?? regions[0];
    this.limits = limits;
    this.#logger = logger;
    this.#cloud = this.#newCloud();
  }

  get cloud(): MockCloud {
    return this.#cloud;
  }

  /** Ends every instance and every call under way, and starts with an empty cloud. */
  reset(): void {
    this.#cloud.discard();
    this.#cloud = this.#newCloud();
  }

  #newCloud(): MockCloud {
    return new MockCloud(this.clock, this.#logger, this.#settings);
  }
}
