import { describe, expect, test } from 'vitest';
import { runConformance } from '../src/run-conformance.js';
import { tinyHarness } from './tiny-harness.js';

const clouds = [
  { printed: 'with arm64 and without spot' },
  { printed: 'with spot and emulated arm64', spot: true, arm64: 'emulated' },
  { printed: 'without arm64, that forgets ended machines', arm64: false, endedVisibleMs: 0 },
  { printed: 'whose reads lag ten seconds behind', visibilityWindowMs: 10_000 },
  {
    printed: 'whose reads lag behind and that forgets ended machines',
    visibilityWindowMs: 4_000,
    endedVisibleMs: 0,
  },
] as const;

describe('an honest provider passes every case', () => {
  test.each(clouds)('on a cloud $printed', async ({ printed: _, ...options }) => {
    const report = await runConformance(tinyHarness(options));
    expect(
      report.cases.filter(({ failure }) => failure).map(({ failure }) => failure?.message),
    ).toEqual([]);
    expect(report.passed).toBe(report.cases.length);
  });

  test('also where only the provider tells which machines there are', async () => {
    const { countLiveInstances: _, ...harness } = tinyHarness({ visibilityWindowMs: 2_000 });
    const report = await runConformance(harness);
    expect(
      report.cases.filter(({ failure }) => failure).map(({ failure }) => failure?.message),
    ).toEqual([]);
  });
});
