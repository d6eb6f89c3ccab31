import { missingScope, noAccess } from '../api-errors.js';
import type { DigitalOceanToken } from './tokens.js';

/** What the token of a request may do. */
export class Authorization {
  readonly token: string;
  readonly #scopes: NonNullable<DigitalOceanToken['scopes']>;

  constructor({ token, scopes = 'full' }: DigitalOceanToken) {
    this.token = token;
    this.#scopes = scopes;
  }

  has(scope: string): boolean {
    if (this.#scopes === 'full') return true;
    return this.#scopes === 'read' ? scope.endsWith(':read') : this.#scopes.includes(scope);
  }

  /** @throws ApiError 403 when one of the scopes is missing */
  require(...scopes: readonly string[]): void {
    if (scopes.every((scope) => this.has(scope))) return;
    throw this.#scopes === 'read' ? noAccess() : missingScope();
  }
}
