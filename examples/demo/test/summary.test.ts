import { describe, expect, test } from 'vitest';
import { beginMachine, machineRequests } from '../machines.mjs';
import { findProblems, formatSummary } from '../summary.mjs';

/** A run in which all went as it has to. */
function finishedRun() {
  const machines = machineRequests.map((request) => ({
    ...beginMachine(request),
    type: request.type,
    warnings: [...request.warnings],
    startedAt: 0,
    readyAt: 2_000,
    ended: true,
  }));
  const providers = new Set(machineRequests.map(({ provider }) => provider));
  const books = new Map(
    Array.from(providers, (provider) => {
      const made = machines.filter(({ request }) => request.provider === provider).length;
      return [provider, { made, left: 0, beside: { addresses: 0 } }];
    }),
  );
  return { machines, books };
}

test('a run in which all went as it has to has no problems', () => {
  const { machines, books } = finishedRun();
  expect(findProblems(machines, books)).toEqual([]);
});

test.each([
  [{ readyAt: undefined }, 'aws small amd64 was never ready.'],
  [{ ended: false }, 'aws small amd64 has not ended.'],
  [{ type: 't3.medium' }, 'aws small amd64 is a t3.medium instead of a t3.small.'],
  [{ warnings: ['no_spot'] }, 'aws small amd64 has the warnings [no_spot] instead of [].'],
])('a machine with %j is a problem', (wrong, problem) => {
  const { machines, books } = finishedRun();
  Object.assign(machines[0] ?? {}, wrong);
  expect(findProblems(machines, books)).toEqual([problem]);
});

test.each([
  [{ made: 5 }, 'aws has made 5 machines instead of 4.'],
  [{ left: 1 }, 'aws still has 1 machines.'],
  [{ beside: { addresses: 2 } }, 'aws still has 2 addresses.'],
])('a cloud with %j is a problem', (wrong, problem) => {
  const { machines, books } = finishedRun();
  Object.assign(books.get('aws') ?? {}, wrong);
  expect(findProblems(machines, books)).toEqual([problem]);
});

describe('the summary', () => {
  test.each([60, 120])('fits into %i columns and has all types and warnings', (width) => {
    const { machines, books } = finishedRun();
    const lines = formatSummary(machines, books, width);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => /^aws +4 +4 +4 +0 +2\.0 to 2\.0/.test(line))).toHaveLength(1);
    for (const { type, warnings } of machineRequests) {
      for (const text of [type, ...warnings]) expect(lines.join('\n')).toContain(text);
    }
  });
});
