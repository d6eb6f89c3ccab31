import type { GeneratedCase } from './generate-cases.js';
import { FAULT_MODES } from './matrix-case.js';

/**
 * A share of the cases, the same every time: every operation of every call with every fault, once. Which of its requests
 * it is, how often it goes wrong and how far reads lag takes turns.
 */
export function shareOf(cases: readonly GeneratedCase[]): readonly GeneratedCase[] {
  const groups = new Map<string, GeneratedCase[]>();
  for (const one of cases) {
    const { scenario, request, fault } = one.matrixCase;
    const name = `${scenario} ${request.operation} ${fault.name}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group, index) => {
    // Steps that share no divisor with the number of modes pass through all of them.
    const step = group.length % FAULT_MODES.length === 0 ? index * 7 : index;
    return group[step % group.length] ?? [];
  });
}
