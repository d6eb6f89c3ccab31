import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';

/** What it takes to use a DigitalOcean account. */
export interface DigitalOceanCredentials {
  /** A personal access token: `dop_v1_…`. The README lists the scopes it needs. A secret. */
  api_token: string;
  /** The slug of the region where droplets are created by default: `fra1`. */
  region: string;
}

const required = ({ input }: { readonly input: unknown }) =>
  input === undefined ? 'is required' : 'must be a string';

export const credentialsSchema: v.GenericSchema<object, DigitalOceanCredentials> = strictFields({
  api_token: v.pipe(
    v.string(required),
    v.regex(/^[\x21-\x7e]{1,4096}$/, 'must be a token: ASCII characters without spaces'),
  ),
  region: v.pipe(
    v.string(required),
    v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/i, 'must be the slug of a region, such as "fra1"'),
  ),
});
