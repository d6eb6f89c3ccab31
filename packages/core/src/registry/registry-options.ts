import { isUint8Array } from 'node:util/types';
import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../contract/logger.js';
import { KEY_BYTES } from '../credentials/encryption-key.js';
import {
  boundedText,
  clockSchema,
  functionSchema,
  plainObject,
  strictFields,
  wholeNumber,
} from '../validation/schemas.js';
import { isPluginPackageName } from './plugin-name.js';

/** How a registry finds plugins and makes providers. */
export interface ProviderRegistryOptions {
  /** The 32-byte key that stored credentials are encrypted with; of several, each is tried. */
  encryptionKey: Uint8Array | readonly Uint8Array[];
  /**
   * The application, as a path or `file:` URL: `import.meta.url`. Plugins are found among the packages that
   * its own package.json declares. Default: the working directory.
   */
  resolveFrom?: string | URL | undefined;
  /** Packages that may be imported although the application's package.json does not declare them. */
  plugins?: readonly string[] | undefined;
  /** Settings of single providers by name, such as `{ hetzner: { endpoint: '…' } }`. */
  providers?: Readonly<Record<string, object | undefined>> | undefined;
  /** Given to every provider. Default: silent. */
  logger?: Logger | undefined;
  /** Given to every provider. Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** Given to every provider. Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined;
  /** How many providers are kept; the least recently used goes. Default: 1,000. */
  maxProviders?: number | undefined;
}

export const registryOptionsSchema = strictFields({
  encryptionKey: v.custom<Uint8Array | readonly Uint8Array[]>(
    (key) => isKey(key) || (Array.isArray(key) && key.length > 0 && key.every(isKey)),
    `must be a Uint8Array of ${KEY_BYTES} bytes, or several; parseEncryptionKey() reads one from configuration`,
  ),
  resolveFrom: v.optional(
    v.union([boundedText(1, 4_096), v.instance(URL)], 'must be a path or a file: URL'),
  ),
  plugins: v.optional(
    v.array(
      v.custom<string>(
        (name) => typeof name === 'string' && isPluginPackageName(name),
        'must be the name of a provider package: @stagely/provider-…, stagely-provider-… or @scope/stagely-provider-…',
      ),
      'must be an array of package names',
    ),
  ),
  providers: v.optional(
    v.pipe(
      plainObject('must be an object of objects, one per provider'),
      v.record(v.string(), v.optional(plainObject('must be an object'))),
    ),
  ),
  logger: v.optional(
    v.looseObject(
      { debug: functionSchema, info: functionSchema, warn: functionSchema, error: functionSchema },
      'must have the methods debug, info, warn and error',
    ),
  ),
  clock: v.optional(clockSchema),
  fetch: v.optional(functionSchema),
  maxProviders: v.optional(wholeNumber(1, 1_000_000)),
});

function isKey(key: unknown): boolean {
  return isUint8Array(key) && key.length === KEY_BYTES;
}
