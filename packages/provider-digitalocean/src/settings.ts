import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';

/** How the provider works, as the application sets it; never part of stored credentials. */
export interface DigitalOceanSettings {
  /** Where the API is, without `/v2`. Default: `https://api.digitalocean.com`. */
  endpoint?: string | undefined;
  /** How long one request may take, in milliseconds. Default: 30,000. */
  requestTimeoutMs?: number | undefined;
  /** How long a creation waits for the public IPv4 address, in milliseconds. Default: 120,000. */
  addressTimeoutMs?: number | undefined;
  /**
   * How long the deletion of a droplet is tried and looked for, in milliseconds; in the clean-up of a creation at most a
   * minute. Default: 120,000: a droplet refuses its deletion for as long as it is being made.
   */
  terminationTimeoutMs?: number | undefined;
  /** The first wait between two reads, in milliseconds; it grows to five times as much. Default: 1,000. */
  pollIntervalMs?: number | undefined;
  /** For how long after a change reads may show what was before, in milliseconds. Default: 10,000. */
  visibilityWindowMs?: number | undefined;
  /** How long sizes and regions are remembered, in milliseconds. Default: 300,000. */
  catalogueTtlMs?: number | undefined;
}

const LONGEST_TIMER = 2 ** 31 - 1;

const milliseconds = (least: number) => {
  const message = `must be a whole number of milliseconds from ${least} to ${LONGEST_TIMER}`;
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(least, message),
    v.maxValue(LONGEST_TIMER, message),
  );
};

export const settingsSchema = strictFields({
  endpoint: v.optional(
    v.pipe(
      v.string('must be a URL'),
      v.check(isEndpoint, 'must be an http or https URL without user name, query and fragment'),
    ),
    'https://api.digitalocean.com',
  ),
  requestTimeoutMs: v.optional(milliseconds(1), 30_000),
  addressTimeoutMs: v.optional(milliseconds(1), 120_000),
  terminationTimeoutMs: v.optional(milliseconds(1), 120_000),
  pollIntervalMs: v.optional(milliseconds(1), 1_000),
  visibilityWindowMs: v.optional(milliseconds(0), 10_000),
  catalogueTtlMs: v.optional(milliseconds(0), 300_000),
} satisfies Record<keyof DigitalOceanSettings, v.GenericSchema>);

export type ParsedSettings = v.InferOutput<typeof settingsSchema>;

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}
