/** The market a machine is bought on. */
export type Market = 'on-demand' | 'spot';

/** Where a machine would be placed. */
export interface CapacityPool {
  readonly type: string;
  readonly region: string;
  readonly zone?: string | undefined;
  readonly market: Market;
}

/** Which pools a rule covers: a field left out covers all values. */
export type CapacityScope = {
  readonly [Field in keyof CapacityPool]?: CapacityPool[Field] | undefined;
};

/** How many machines a scope has left, all its pools together. */
export interface CapacityRule extends CapacityScope {
  readonly available: number | 'unlimited';
}

const fields = ['type', 'region', 'zone', 'market'] as const;

/**
 * How many machines each pool still has. Everything is unlimited until it is set.
 *
 * Of the rules that cover a pool, the one that names the most fields counts, then the newest. Each
 * launch takes one from it; machines that end give nothing back, as in a cloud at its limit, where
 * somebody else takes what was left: set it again instead.
 */
export class Capacity {
  readonly #rules: { readonly scope: CapacityScope; available: number }[] = [];

  constructor(rules: readonly CapacityRule[] = []) {
    for (const { available, ...scope } of rules) this.set(scope, available);
  }

  /**
   * Sets what a scope has from now on; 0 is sold out.
   *
   * @throws RangeError when `available` is neither a whole number from 0 upwards nor 'unlimited'
   */
  set(scope: CapacityScope, available: number | 'unlimited'): void {
    if (available !== 'unlimited' && !(Number.isInteger(available) && available >= 0)) {
      throw new RangeError(
        `Capacity must be a whole number from 0 upwards or 'unlimited', not ${available}.`,
      );
    }
    const same = this.#rules.findIndex((rule) =>
      fields.every((field) => rule.scope[field] === scope[field]),
    );
    if (same >= 0) this.#rules.splice(same, 1);
    this.#rules.unshift({
      scope: { ...scope },
      available: available === 'unlimited' ? Number.POSITIVE_INFINITY : available,
    });
  }

  /** How many machines a pool has left; `Infinity` when it is unlimited. */
  available(pool: CapacityPool): number {
    return this.#ruleOf(pool)?.available ?? Number.POSITIVE_INFINITY;
  }

  /** Takes machines from a pool: all of them, or none when there are too few. */
  take(pool: CapacityPool, count = 1): boolean {
    const rule = this.#ruleOf(pool);
    if (rule === undefined) return true;
    if (rule.available < count) return false;
    rule.available -= count;
    return true;
  }

  #ruleOf(pool: CapacityPool) {
    const named = ({ scope }: { scope: CapacityScope }) =>
      fields.filter((field) => scope[field] !== undefined).length;
    return this.#rules
      .filter(({ scope }) =>
        fields.every((field) => scope[field] === undefined || scope[field] === pool[field]),
      )
      .sort((a, b) => named(b) - named(a))[0];
  }
}
