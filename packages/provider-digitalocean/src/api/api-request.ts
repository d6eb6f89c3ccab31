/** One request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Without a slash at its start: `v2/droplets`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  /** What it is about: a droplet that is to be made, one that there is, or anything else of the account. */
  readonly subject: 'creation' | 'droplet' | 'account';
  /** Whether a creation is of a size that the caller named, not of one from the mapping table. */
  readonly sizeGiven?: boolean;
  /** The scopes that a token needs for it. */
  readonly scopes: readonly string[];
  /** User data that it carries, which no error may show. */
  readonly userData?: string | undefined;
}
