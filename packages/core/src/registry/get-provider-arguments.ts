import * as v from 'valibot';
import type { DecryptionOptions } from '../credentials/encryption-arguments.js';
import { boundedText, strictFields } from '../validation/schemas.js';
import { providerTypeSchema } from './plugin-name.js';

/** How stored credentials are opened by `getProvider`. */
export type GetProviderOptions = DecryptionOptions;

/** What `getProvider` is given; checked before a plugin is looked for. */
export const getProviderArguments = {
  type: providerTypeSchema,
  encryptedCredentials: boundedText(1, 1_048_576),
  options: v.optional(
    strictFields({
      context: v.optional(boundedText(1, 1_024)),
      allowUnbound: v.optional(v.boolean('must be true or false')),
    }),
  ),
};
