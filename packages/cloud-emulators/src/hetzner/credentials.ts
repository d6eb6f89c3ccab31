import * as v from 'valibot';
import { strictFields } from '../validation/schemas.js';

/** A token and what it opens. */
export interface HetznerToken {
  readonly token: string;
  /** Projects share nothing but the account's quotas. Default: `default`. */
  readonly project?: string | undefined;
  /** Whether it may only read. Default: false. */
  readonly readOnly?: boolean | undefined;
}

/** A token of the project `default` that may read and write, or a token with its rights. */
export type HetznerCredential = string | HetznerToken;

/** What a request is allowed. */
export interface Access {
  readonly project: string;
  readonly readOnly: boolean;
}

export const DEFAULT_PROJECT = 'default';

/** Accepted unless the options say otherwise. */
export const defaultCredentials: readonly HetznerCredential[] = [
  'hetzner-test-token',
  { token: 'hetzner-read-only-token', readOnly: true },
];

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));

export const credentialsSchema = v.array(
  v.union(
    [
      text,
      strictFields({
        token: text,
        project: v.optional(text),
        readOnly: v.optional(v.boolean('must be true or false')),
      }),
    ],
    'must be a token or { token, project?, readOnly? }',
  ),
  'must be a list of tokens',
);

/** What each token opens. */
export function readCredentials(credentials: readonly HetznerCredential[]): Map<string, Access> {
  return new Map(
    credentials.map((credential) => {
      const { token, project, readOnly } =
        typeof credential === 'string' ? { token: credential } : { ...credential };
      return [token, { project: project ?? DEFAULT_PROJECT, readOnly: readOnly ?? false }];
    }),
  );
}
