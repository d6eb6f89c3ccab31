import { beforeAll, expect, test } from 'vitest';
import type { CloudName } from '../clouds/tested-cloud.js';
import { generateCases } from './generate-cases.js';
import { idOf } from './matrix-case.js';
import { prepareProcess } from './prepare-process.js';
import { runCases } from './run-cases.js';
import { shareOf } from './share-of.js';

/** Tests, for a cloud, that every operation of every call withstands every fault. */
export function proveMatrix(cloud: CloudName): void {
  beforeAll(() => prepareProcess(cloud));

  test(`${cloud} gives one machine for one request whatever goes wrong`, {
    timeout: 900_000,
  }, async () => {
    const cases = shareOf(await generateCases(cloud));
    expect(cases.length).toBeGreaterThan(800);
    const { row, failures } = await runCases(cases, { label: cloud });
    expect(row.cases).toBe(cases.length);
    const found = failures.flatMap(({ matrixCase, findings }) =>
      findings.map(({ kind, message }) => `${idOf(matrixCase)} ${kind}: ${message}`),
    );
    expect(found).toEqual([]);
  });
}
