/**
 * One condition of a selector. `in` asks for a label with one of the values, `notIn` for anything else, a
 * missing label included.
 */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'exists' | 'missing' | 'in' | 'notIn';
  readonly values: readonly string[];
}

/** Conditions that must all be met. */
export type LabelSelector = readonly LabelRequirement[];

export function matchesSelector(
  selector: LabelSelector,
  labels: ReadonlyMap<string, string>,
): boolean {
  return selector.every(({ key, operator, values }) => {
    const value = labels.get(key);
    if (operator === 'exists') return value !== undefined;
    if (operator === 'missing') return value === undefined;
    const isOneOf = value !== undefined && values.includes(value);
    return operator === 'in' ? isOneOf : !isOneOf;
  });
}
