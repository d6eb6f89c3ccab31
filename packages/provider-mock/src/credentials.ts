import * as v from 'valibot';
import { strictFields } from './parse-input.js';

/** The mock's credentials. Every combination is valid. */
export interface MockCredentials {
  /** Where instances are created by default. Default: the first of the settings' regions. */
  region?: string | undefined;
  /** Not used for anything; it is a secret, so that what handles credentials can be tested with it. */
  api_token?: string | undefined;
}

export const mockCredentialsSchema: v.GenericSchema<MockCredentials> = strictFields({
  region: v.optional(v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'))),
  api_token: v.optional(v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'))),
});
