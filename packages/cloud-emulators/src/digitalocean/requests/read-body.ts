import * as v from 'valibot';
import type { ApiCall } from '../../emulator/api-call.js';
import { unprocessable, unreadableBody, unsupportedMediaType } from '../api-errors.js';
import type { DigitalOceanSettings } from '../digitalocean-settings.js';
import { refuseUnknown } from './refuse-unknown.js';

/**
 * The fields of a JSON body.
 *
 * @throws ApiError 415 when it is not said to be JSON, 400 when it is no JSON object or has unknown fields,
 *   422 when a field has the wrong type
 */
export function readBody<const Entries extends v.ObjectEntries>(
  call: ApiCall,
  entries: Entries,
  settings: DigitalOceanSettings,
): v.InferOutput<v.ObjectSchema<Entries, undefined>> {
  const body = parseJsonObject(call);
  refuseUnknown(Object.keys(body), Object.keys(entries), settings);
  const result = v.safeParse(v.object(entries, 'is required'), body);
  if (result.success) return result.output;
  const [{ message, path }] = result.issues;
  throw unprocessable(`${(path ?? []).map(({ key }) => String(key)).join('.')} ${message}`);
}

function parseJsonObject({ headers, body }: ApiCall): object {
  if (!/^application\/json *(;|$)/i.test(headers.get('content-type') ?? '')) {
    throw unsupportedMediaType();
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    throw unreadableBody();
  }
  throw unreadableBody();
}
