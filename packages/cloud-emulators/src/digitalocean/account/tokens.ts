import * as v from 'valibot';
import { parseArgument } from '../../validation/parse-argument.js';
import { strictFields } from '../../validation/schemas.js';

/** A token and what it may do. */
export interface DigitalOceanToken {
  /** As in `Authorization: Bearer …`. */
  readonly token: string;
  /**
   * `full` may do everything, `read` may do whatever needs only `…:read`, a list names custom scopes such as
   * `droplet:create`. Default: `full`.
   */
  readonly scopes?: 'full' | 'read' | readonly string[] | undefined;
  /** From when on it is answered with 401. Default: never. */
  readonly expiresAt?: Date | undefined;
}

const tokenSchema = v.union(
  [
    v.pipe(v.string(), v.regex(/^\S+$/)),
    strictFields({
      token: v.pipe(v.string(), v.regex(/^\S+$/, 'must be a text without spaces')),
      scopes: v.optional(
        v.union([v.picklist(['full', 'read']), v.array(v.pipe(v.string(), v.regex(/^\w+:\w+$/)))]),
      ),
      expiresAt: v.optional(v.date()),
    }),
  ],
  "must be a text without spaces or { token, scopes: 'full' | 'read' | ['droplet:read', …], expiresAt }",
);

/** The tokens that the account has given out. */
export class Tokens {
  readonly #tokens = new Map<string, DigitalOceanToken>();

  /** @throws InvalidInputError when one is malformed */
  constructor(tokens: readonly (string | DigitalOceanToken)[]) {
    const checked = parseArgument(v.array(tokenSchema, 'must be a list'), tokens, {
      operation: 'Starting the digitalocean emulator',
      argumentName: 'options.credentials',
    });
    for (const each of checked) this.#put(each);
  }

  /**
   * Gives out a token, or changes what one may do.
   *
   * @throws InvalidInputError when it is malformed
   */
  add(token: string | DigitalOceanToken): void {
    this.#put(
      parseArgument(tokenSchema, token, { operation: 'Adding a token', argumentName: 'token' }),
    );
  }

  /** A revoked token is answered with 401. Unknown ones do nothing. */
  revoke(token: string): void {
    this.#tokens.delete(token);
  }

  /** The token, if it is known and has not expired at a time. */
  find(token: string, now: number): DigitalOceanToken | undefined {
    const found = this.#tokens.get(token);
    return found?.expiresAt && found.expiresAt.getTime() <= now ? undefined : found;
  }

  #put(token: string | DigitalOceanToken): void {
    const { token: text, ...rights } = typeof token === 'string' ? { token } : token;
    this.#tokens.set(text, { token: text, ...rights });
  }
}
