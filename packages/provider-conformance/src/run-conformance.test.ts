import { expect, test } from 'vitest';
import { HonestProvider } from '../test/honest-provider.js';
import { tinyHarness } from '../test/tiny-harness.js';
import type { ConformanceCase } from './conformance-case.js';
import { ConformanceFailure } from './conformance-failure.js';
import { type CaseResult, runConformance } from './run-conformance.js';

const inGroup =
  (group: string) =>
  (conformanceCase: ConformanceCase): boolean =>
    conformanceCase.group === group;

class Forgetful extends HonestProvider {
  protected override encodeTags() {
    return {};
  }
}

test('a report counts what passed and what failed, and tells of each case as it ends', async () => {
  const told: CaseResult[] = [];
  const report = await runConformance(tinyHarness({ Provider: Forgetful }), {
    only: inGroup('filters'),
    onResult: (result) => told.push(result),
  });
  expect(report).toMatchObject({ passed: 2, failed: 2 });
  expect(told).toEqual(report.cases);
  const [first] = report.cases;
  expect(first?.failure).toBeInstanceOf(ConformanceFailure);
  expect(first?.failure).toMatchObject({ caseName: first?.name, name: 'ConformanceFailure' });
});

test('a run of no case fails', async () => {
  await expect(runConformance(tinyHarness(), { only: () => false })).rejects.toThrow(
    'no case was run',
  );
});

test('a failure of the harness is not taken for one of the provider', async () => {
  const broken = new Error('the test double is gone');
  const harness = {
    ...tinyHarness(),
    countLiveInstances: () => Promise.reject(broken),
  };
  await expect(runConformance(harness, { only: inGroup('lifecycle') })).rejects.toBe(broken);
});
