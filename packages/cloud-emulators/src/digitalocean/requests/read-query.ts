import type { ApiCall } from '../../emulator/api-call.js';
import { unprocessable } from '../api-errors.js';
import type { DigitalOceanSettings } from '../digitalocean-settings.js';
import { refuseUnknown } from './refuse-unknown.js';

/**
 * The query parameters of a request; those given empty are as those left out.
 *
 * @throws ApiError 400 for unknown ones, 422 for one given twice
 */
export function readQuery<const Name extends string>(
  { url: { searchParams } }: ApiCall,
  known: readonly Name[],
  settings: DigitalOceanSettings,
): Partial<Record<Name, string>> {
  refuseUnknown(searchParams.keys(), known, settings);
  const query: Partial<Record<Name, string>> = {};
  for (const name of known) {
    const [value = '', ...more] = searchParams.getAll(name);
    if (more.length > 0) throw unprocessable(`${name} must be given once`);
    if (value !== '') query[name] = value;
  }
  return query;
}
