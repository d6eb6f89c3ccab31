import { idOf } from './matrix-case.js';
import type { Verdict } from './verdict.js';

/** What was found in a case, and how to run it alone. */
export function printFindings(verdict: Verdict): string {
  const { matrixCase, findings } = verdict;
  const { operation, nth } = matrixCase.request;
  return [
    `${idOf(matrixCase)} (request ${nth} of ${operation}):`,
    ...findings.map(
      ({ kind, message }) => `  ${kind}: ${message.replaceAll(/\s+/g, ' ').slice(0, 300)}`,
    ),
    `  again: npx -y pnpm@12 reliability --case ${idOf(matrixCase)}`,
  ].join('\n');
}

/** All that happened in a case. */
export function printStory({ story, requests }: Verdict): string {
  const startedAt = requests[0]?.at ?? 0;
  return [
    ...story,
    ...requests.map(({ at, operation, path, faults, status }) => {
      const answer = status === undefined ? 'no answer' : `status ${status}`;
      return `${((at - startedAt) / 1_000).toFixed(1)} s  ${operation} ${path}: ${[...faults, answer].join(', ')}`;
    }),
  ].join('\n');
}
