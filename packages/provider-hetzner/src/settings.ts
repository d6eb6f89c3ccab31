import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { HETZNER_BASE_URL } from './client/hetzner-client.js';

/** What the application, and only it, can set. */
export interface HetznerSettings {
  /** Where the API is, version included, as `HCLOUD_ENDPOINT` has it. Default: `https://api.hetzner.cloud/v1`. */
  endpoint?: string | undefined;
  /** How long a request may take, in milliseconds. Default: 30,000. */
  requestTimeoutMs?: number | undefined;
  /**
   * How long a creation waits for Hetzner to finish it, and then for the address, in milliseconds each.
   * Default: 120,000.
   */
  addressTimeoutMs?: number | undefined;
  /** The first wait between two looks at something, in milliseconds; it grows to five times as much. Default: 1,000. */
  pollIntervalMs?: number | undefined;
  /**
   * For how long after a change reads may still show what was before, in milliseconds. Default: 0, because Hetzner
   * documents no such lag.
   */
  visibilityWindowMs?: number | undefined;
  /** How long the list of server types, locations and images is kept, in milliseconds. Default: 300,000. */
  catalogueTtlMs?: number | undefined;
}

const milliseconds = (min: number) => {
  const message = `must be a whole number of milliseconds from ${min}`;
  return v.pipe(v.number(message), v.safeInteger(message), v.minValue(min, message));
};

const endpointSchema = v.pipe(
  v.string('must be a URL'),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return (
      url !== undefined &&
      ['http:', 'https:'].includes(url.protocol) &&
      `${url.username}${url.password}${url.search}${url.hash}` === ''
    );
  }, 'must be an http or https URL without user, query and fragment'),
);

export const settingsSchema = strictFields({
  endpoint: v.optional(endpointSchema, HETZNER_BASE_URL),
  requestTimeoutMs: v.optional(milliseconds(1), 30_000),
  addressTimeoutMs: v.optional(milliseconds(1), 120_000),
  pollIntervalMs: v.optional(milliseconds(1), 1_000),
  visibilityWindowMs: v.optional(milliseconds(0), 0),
  catalogueTtlMs: v.optional(milliseconds(0), 300_000),
});

export type ParsedSettings = v.InferOutput<typeof settingsSchema>;
