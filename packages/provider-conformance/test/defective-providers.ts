import { expect, test } from 'vitest';
import { runConformance } from '../src/run-conformance.js';
import type { Defect } from './defects/defect.js';
import { tinyHarness } from './tiny-harness.js';

/** Tests that each defective provider fails in the case that is about its defect, and in no other that could pass. */
export function testDefects(defects: readonly Defect[]): void {
  test.each(defects)('a provider that $name fails', async (defect) => {
    const { about, also = [], Provider, cloud, harness = (honest) => honest } = defect;
    const honest = tinyHarness({ ...cloud, ...(Provider === undefined ? {} : { Provider }) });
    const report = await runConformance(harness(honest));
    const failed = report.cases.flatMap(({ name, failure }) => (failure ? [name] : []));
    expect(failed).toContain(about);
    if (typeof also === 'string') expect(failed.length).toBeGreaterThan(1);
    else expect(new Set(failed)).toEqual(new Set([about, ...also]));
  });
}
