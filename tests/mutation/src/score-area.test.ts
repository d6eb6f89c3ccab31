import { expect, test } from 'vitest';
import type { MutationReport } from './mutation-report.js';
import { printSurvivor, scoreArea } from './score-area.js';

const mutant = (status: string, replacement = 'false') => ({
  mutatorName: 'ConditionalExpression',
  replacement,
  status,
  location: { start: { line: 3, column: 7 }, end: { line: 3, column: 12 } },
});

const report = (files: Record<string, readonly string[]>): MutationReport => ({
  files: Object.fromEntries(
    Object.entries(files).map(([file, statuses]) => [
      file,
      { mutants: statuses.map((status) => mutant(status)) },
    ]),
  ),
});

test('the score is the share of mutants that were killed or timed out', () => {
  const score = scoreArea(
    report({ 'a.ts': ['Killed', 'Killed', 'Survived'], 'b.ts': ['Timeout', 'NoCoverage'] }),
  );
  expect(score).toMatchObject({ mutants: 5, killed: 2, timedOut: 1, score: 60 });
  expect(score.survivors.map(({ file }) => file)).toEqual(['a.ts']);
  expect(score.withoutCoverage.map(({ file }) => file)).toEqual(['b.ts']);
});

test('without mutants there is no score', () => {
  expect(scoreArea(report({}))).toMatchObject({ mutants: 0, score: undefined });
});

test.each(['Pending', 'RuntimeError', 'Ignored'])(
  'a mutant that is %s is not passed over',
  (status) => {
    expect(() => scoreArea(report({ 'a.ts': ['Killed', status] }))).toThrow('a.ts:3:7');
  },
);

test('a survivor is printed in one line, with where it is', () => {
  expect(printSurvivor({ file: 'src/a.ts', mutant: mutant('Survived', 'if (a)\n  {}') })).toBe(
    'src/a.ts:3:7 ConditionalExpression: if (a) {}',
  );
  const long = printSurvivor({ file: 'src/a.ts', mutant: mutant('Survived', 'x'.repeat(500)) });
  expect(long.length).toBeLessThan(200);
  expect(long.endsWith('…')).toBe(true);
});
