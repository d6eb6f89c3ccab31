/** The most that an account may have of each thing at once. */
export class Quotas<Name extends string> {
  readonly #limits: Record<Name, number | 'unlimited'>;

  constructor(limits: Readonly<Record<Name, number | 'unlimited'>>) {
    this.#limits = { ...limits };
  }

  /** The limit; `Infinity` when there is none. */
  limit(name: Name): number {
    const limit = this.#limits[name];
    return limit === 'unlimited' ? Number.POSITIVE_INFINITY : limit;
  }

  /**
   * Sets a limit from now on; what exists beyond it stays.
   *
   * @throws RangeError when it is neither a whole number from 0 upwards nor 'unlimited', or no such quota exists
   */
  set(name: Name, limit: number | 'unlimited'): void {
    if (!Object.hasOwn(this.#limits, name)) {
      throw new RangeError(
        `There is no quota "${name}"; there are ${Object.keys(this.#limits).join(', ')}.`,
      );
    }
    if (limit !== 'unlimited' && !(Number.isInteger(limit) && limit >= 0)) {
      throw new RangeError(
        `The quota ${name} must be a whole number from 0 upwards or 'unlimited', not ${limit}.`,
      );
    }
    this.#limits[name] = limit;
  }

  /** Whether `wanted` more (default: 1) fit beside what is in use. */
  allows(name: Name, inUse: number, wanted = 1): boolean {
    return inUse + wanted <= this.limit(name);
  }
}
