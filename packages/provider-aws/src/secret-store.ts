/** Texts that must not be seen: credentials, and user data for as long as its creation is under way. */
export class SecretStore {
  readonly #given: readonly string[];
  #found: readonly string[] = [];
  readonly #held = new Map<string, number>();

  constructor(given: readonly (string | undefined)[]) {
    this.#given = given.filter((secret) => secret !== undefined);
  }

  /** Every secret of the moment. */
  *all(): Generator<string> {
    yield* this.#given;
    yield* this.#found;
    yield* this.#held.keys();
  }

  /** Takes keys that were found elsewhere; they replace those found before. */
  find(secrets: readonly (string | undefined)[]): void {
    this.#found = secrets.filter((secret) => secret !== undefined);
  }

  /** Holds secrets for as long as some work takes. */
  async during<T>(secrets: readonly string[], work: () => Promise<T>): Promise<T> {
    for (const secret of secrets) this.#held.set(secret, (this.#held.get(secret) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const secret of secrets) {
        const holders = (this.#held.get(secret) ?? 1) - 1;
        if (holders === 0) this.#held.delete(secret);
        else this.#held.set(secret, holders);
      }
    }
  }
}
