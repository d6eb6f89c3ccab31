import { beforeAll, describe, expect, test } from 'vitest';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { prepareProcess } from '../matrix/prepare-process.js';
import { ECHOES } from './echo.js';
import { runSecretCase } from './secret-case.js';
import { describeCase, generateSecretCases } from './secret-cases.js';
import { SECRET_OPERATIONS } from './secret-operations.js';
import { SECRET_SETS } from './secret-set.js';

const STRIDE = 19;

describe.each(CLOUD_NAMES)('the %s provider', (cloud) => {
  beforeAll(() => prepareProcess(cloud));

  test('shows no secret, whatever answers in the place of the cloud', async () => {
    const cases = await generateSecretCases(cloud, STRIDE);
    const operations = SECRET_OPERATIONS.filter(({ clouds }) => clouds.includes(cloud));
    expect(new Set(cases.map(({ operation }) => operation))).toEqual(new Set(operations));
    expect(new Set(cases.map(({ strike }) => strike?.echo))).toEqual(new Set(ECHOES));
    expect(new Set(cases.map(({ set }) => set))).toEqual(new Set(SECRET_SETS));
    const leaks: string[] = [];
    let failures = 0;
    for (const each of cases) {
      const verdict = await runSecretCase(each);
      if (verdict.failed) failures++;
      leaks.push(...verdict.leaks.map((leak) => `${describeCase(each)}: ${leak}`));
    }
    expect(leaks).toEqual([]);
    // Answers that nobody minded would prove nothing.
    expect(failures).toBeGreaterThan(cases.length / 2);
  }, 600_000);
});
