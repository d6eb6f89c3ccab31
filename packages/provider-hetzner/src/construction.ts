import type { Clock, Logger, ProviderContext } from '@stagely/core';
import {
  parseInput,
  providerContextSchema,
  silentLogger,
  strictFields,
  systemClock,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { type HetznerCredentials, hetznerCredentialsSchema } from './credentials.js';
import { type ParsedSettings, settingsSchema } from './settings.js';

/** What a provider is made of, after checks and defaults. */
export interface Construction {
  readonly credentials: HetznerCredentials;
  readonly settings: ParsedSettings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly random: () => number;
}

const argumentsSchema = strictFields({
  credentials: hetznerCredentialsSchema,
  context: providerContextSchema(v.optional(settingsSchema, {})),
});

/** @throws InvalidInputError with everything that is wrong with either */
export function parseConstruction(
  credentials: HetznerCredentials,
  context: ProviderContext,
): Construction {
  const operation = { provider: 'hetzner', operation: 'new HetznerProvider' };
  const parsed = parseInput(argumentsSchema, { credentials, context }, '', operation);
  const { settings, logger = silentLogger, clock = systemClock } = parsed.context;
  const { fetch = globalThis.fetch, random = Math.random } = parsed.context;
  return { credentials: parsed.credentials, settings, logger, clock, fetch, random };
}
