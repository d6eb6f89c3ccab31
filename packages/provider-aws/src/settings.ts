import type { EC2ClientConfig } from '@aws-sdk/client-ec2';
import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { REGION_PATTERN } from './regions/region-form.js';

/** What sends the requests of the AWS SDK: a handler with a method `handle`. */
export type AwsRequestHandler = NonNullable<EC2ClientConfig['requestHandler']>;

/** `ProviderContext.settings` of this provider. All times are in milliseconds. */
export interface AwsSettings {
  /** Another address of the API, for every region. Default: that of AWS for the region. */
  endpoint?: string | undefined;
  /** A request handler of the AWS SDK in place of its own, such as one for a proxy. Goes before the context's `fetch`. */
  requestHandler?: AwsRequestHandler | undefined;
  /**
   * Lets the AWS SDK find credentials by itself (environment, shared files, roles of the machine) where the stored ones
   * have no keys. Default: false.
   */
  useDefaultCredentialChain?: boolean | undefined;
  /** The only regions to create and list in. Default: every region that the account has enabled. */
  regions?: readonly string[] | undefined;
  /** How long a request may take. Default: 30,000. */
  requestTimeoutMs?: number | undefined;
  /** How long `createInstance` waits for the public address. Default: 120,000. */
  addressTimeoutMs?: number | undefined;
  /** The first pause between reads; it grows to five times as much. Default: 1,000. */
  pollIntervalMs?: number | undefined;
  /** For how long EC2 may answer what was before a change. Default: 10,000. */
  visibilityWindowMs?: number | undefined;
  /** For how long the lists of regions and of instance types are kept. Default: 300,000. */
  catalogueTtlMs?: number | undefined;
  /** Ends machines without shutting down their operating system, which is faster and may lose what is not written yet. Default: false. */
  skipOsShutdown?: boolean | undefined;
}

const DAY = 86_400_000;

function milliseconds(min: number, byDefault: number) {
  const message = `must be a whole number of milliseconds from ${min} to ${DAY}`;
  return v.optional(
    v.pipe(
      v.number(message),
      v.integer(message),
      v.minValue(min, message),
      v.maxValue(DAY, message),
    ),
    byDefault,
  );
}

export const awsSettingsSchema = strictFields({
  endpoint: v.optional(
    v.pipe(v.string('must be a string'), v.check(isHttpUrl, 'must be an http or https URL')),
  ),
  requestHandler: v.optional(
    v.custom<AwsRequestHandler>(
      (value) => typeof Reflect.get(Object(value), 'handle') === 'function',
      'must have the method handle',
    ),
  ),
  useDefaultCredentialChain: v.optional(v.boolean('must be true or false'), false),
  regions: v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string('must be a string'),
          v.regex(REGION_PATTERN, 'must be a region such as eu-west-1'),
        ),
        'must be a list of regions',
      ),
      v.minLength(1, 'must have at least one region'),
    ),
  ),
  requestTimeoutMs: milliseconds(1, 30_000),
  addressTimeoutMs: milliseconds(1, 120_000),
  pollIntervalMs: milliseconds(1, 1_000),
  visibilityWindowMs: milliseconds(0, 10_000),
  catalogueTtlMs: milliseconds(0, 300_000),
  skipOsShutdown: v.optional(v.boolean('must be true or false'), false),
});

export type ParsedAwsSettings = v.InferOutput<typeof awsSettingsSchema>;

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
