import type { Logger, ProviderContext } from '@stagely/core';
import {
  type BackoffOptions,
  type Clock,
  invalidInput,
  parseBoth,
  parseInput,
  providerContextSchema,
  Redactor,
  silentLogger,
  systemClock,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { Ec2Api } from './client/ec2-api.js';
import { type AccountKeys, Ec2Clients } from './client/ec2-clients.js';
import { type AwsCredentials, awsCredentialsSchema } from './credentials.js';
import { AccountRegions } from './regions/account-regions.js';
import { awsSettingsSchema, type ParsedAwsSettings } from './settings.js';

const contextSchema = providerContextSchema(v.optional(awsSettingsSchema, {}));

const CONSTRUCTOR = { provider: 'aws', operation: 'new AwsProvider' };

/** What a provider was made with: an account, and the way to it. */
export class AwsAccount {
  readonly homeRegion: string;
  readonly settings: ParsedAwsSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly backoff: BackoffOptions;
  readonly random: () => number;
  readonly api: Ec2Api;
  readonly regions: AccountRegions;
  readonly redactor: Redactor;

  /** @throws InvalidInputError with everything wrong in both */
  constructor(credentials: AwsCredentials, context: ProviderContext) {
    const [given, parsed] = parseBoth(
      CONSTRUCTOR,
      () => parseInput(contextSchema, context, 'context', CONSTRUCTOR),
      () => parseInput(awsCredentialsSchema, credentials, 'credentials', CONSTRUCTOR),
    );
    const { settings, clock = systemClock, logger = silentLogger, random = Math.random } = given;
    const keys = toKeys(parsed, settings);
    this.homeRegion = parsed.region;
    this.settings = settings;
    this.clock = clock;
    this.logger = logger;
    this.random = random;
    const { pollIntervalMs, requestTimeoutMs, endpoint, requestHandler } = settings;
    this.backoff = { minDelayMs: pollIntervalMs, maxDelayMs: pollIntervalMs * 5, random };
    const { access_key_id, secret_access_key, session_token } = parsed;
    const secrets = [access_key_id, secret_access_key, session_token];
    const clients = new Ec2Clients({ keys, endpoint, requestHandler, fetch: given.fetch });
    this.redactor = new Redactor(() => [...secrets, ...clients.foundSecrets]);
    this.api = new Ec2Api({ clients, clock, requestTimeoutMs, redactor: this.redactor });
    this.regions = new AccountRegions({
      api: this.api,
      home: parsed.region,
      allowed: settings.regions,
      clock,
      ttlMs: settings.catalogueTtlMs,
    });
  }
}

function toKeys(
  { access_key_id, secret_access_key, session_token }: AwsCredentials,
  { useDefaultCredentialChain }: ParsedAwsSettings,
): AccountKeys | undefined {
  if (access_key_id !== undefined && secret_access_key !== undefined) {
    return {
      accessKeyId: access_key_id,
      secretAccessKey: secret_access_key,
      ...(session_token === undefined ? {} : { sessionToken: session_token }),
    };
  }
  if (useDefaultCredentialChain) return undefined;
  throw invalidInput(
    CONSTRUCTOR,
    ['access_key_id', 'secret_access_key'].map((field) => ({
      path: `credentials.${field}`,
      message: 'is required without settings.useDefaultCredentialChain',
    })),
  );
}
