import { unpermittedParameters } from '../api-errors.js';
import type { DigitalOceanSettings } from '../digitalocean-settings.js';

/** @throws ApiError 400 when names are given that are not known, unless the settings ignore them */
export function refuseUnknown(
  given: Iterable<string>,
  known: readonly string[],
  { unknownParameters }: DigitalOceanSettings,
): void {
  const unknown = [...new Set(given)].filter((name) => !known.includes(name));
  if (unknownParameters === 'refuse' && unknown.length > 0) throw unpermittedParameters(unknown);
}
