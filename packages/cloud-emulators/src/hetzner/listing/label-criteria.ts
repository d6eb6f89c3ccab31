import type { LabelSelector } from '../label-selector/label-selector.js';
import { matchesSelector } from '../label-selector/label-selector.js';
import { labelKey } from '../state/label-keys.js';
import type { Labels } from '../state/server.js';
import { hasKey, type ListCriteria, satisfies } from './list-criteria.js';

/** What a label selector narrows a list to: by keys where a requirement has one. */
export function labelCriteria<T>(
  selector: LabelSelector,
  labelsOf: (item: T) => Labels,
): readonly ListCriteria<T>[] {
  return selector.map((requirement) => {
    const { key, operator, values } = requirement;
    const matches = (item: T) => matchesSelector([requirement], labelsOf(item));
    if (operator === 'exists') return hasKey(labelKey(key), matches);
    const [value] = values;
    if (operator === 'in' && value !== undefined && values.length === 1) {
      return hasKey(labelKey(key, value), matches);
    }
    return satisfies(matches);
  });
}
