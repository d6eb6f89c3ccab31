import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { REGION_PATTERN } from './regions/region-form.js';

/** Credentials of an AWS account. */
export interface AwsCredentials {
  /** `AKIA…` of a user, `ASIA…` of a session. Left out, with the secret, only under `settings.useDefaultCredentialChain`. */
  access_key_id?: string | undefined;
  secret_access_key?: string | undefined;
  /** Of temporary credentials. */
  session_token?: string | undefined;
  /** Where instances are created by default: `eu-west-1`. */
  region: string;
}

const secret = v.optional(
  v.pipe(
    v.string('must be a string'),
    v.nonEmpty('must not be empty'),
    v.regex(/^[\x21-\x7e]*$/, 'must be of ASCII characters without spaces'),
  ),
);

/** Whether the keys may be missing is a question of the settings. */
export const awsCredentialsSchema: v.GenericSchema<object, AwsCredentials> = v.pipe(
  strictFields({
    access_key_id: secret,
    secret_access_key: secret,
    session_token: secret,
    region: v.pipe(
      v.string(({ input }) => (input === undefined ? 'is required' : 'must be a string')),
      v.regex(REGION_PATTERN, 'must be a region such as eu-west-1'),
    ),
  }),
  v.forward(
    v.check(
      ({ access_key_id, secret_access_key }) =>
        access_key_id !== undefined || secret_access_key === undefined,
      'is required with secret_access_key',
    ),
    ['access_key_id'],
  ),
  v.forward(
    v.check(
      ({ access_key_id, secret_access_key, session_token }) =>
        secret_access_key !== undefined ||
        (access_key_id === undefined && session_token === undefined),
      'is required with access_key_id and session_token',
    ),
    ['secret_access_key'],
  ),
);
