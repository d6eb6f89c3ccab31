import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';

/** Credentials for one project of the Hetzner Cloud. */
export interface HetznerCredentials {
  /** An API token with the permission "Read & Write". */
  api_token: string;
  /** Where machines are created unless the spec has a region: `nbg1`, `fsn1`, `hel1`, `ash`, `hil`, `sin`. */
  location: string;
}

const text = (input: unknown) => (input === undefined ? 'is required' : 'must be a string');

/** What may stand in a header; a token with a line break at its end is a common slip. */
const TOKEN = /^[\x21-\x7e]+$/;

export const hetznerCredentialsSchema: v.GenericSchema<object, HetznerCredentials> = strictFields({
  api_token: v.pipe(
    v.string(({ input }) => text(input)),
    v.nonEmpty('must not be empty'),
    v.maxLength(500, 'must have at most 500 characters'),
    v.regex(TOKEN, 'must be printable ASCII without spaces or line breaks'),
  ),
  location: v.pipe(
    v.string(({ input }) => text(input)),
    v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/i, 'must be the name of a location, such as nbg1'),
  ),
});
