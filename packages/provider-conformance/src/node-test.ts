import { after, describe, test } from 'node:test';
import { conformanceCases } from './conformance-cases.js';
import type { ConformanceHarness } from './harness.js';
import { registerCases } from './register-cases.js';
import { DEFAULT_TIMEOUT, type TestConformanceOptions } from './test-conformance-options.js';

export type { TestConformanceOptions } from './test-conformance-options.js';

/**
 * Registers every case as a test of node:test's, under the name of the provider.
 *
 * @throws InvalidInputError when the harness is wrong
 */
export function testConformance(
  name: string,
  harness: ConformanceHarness,
  options: TestConformanceOptions = {},
): void {
  const { timeoutMs = DEFAULT_TIMEOUT } = options;
  registerCases(name, conformanceCases(harness), {
    suite: (title, body) => void describe(title, body),
    test: (title, body) => void test(title, { timeout: timeoutMs }, body),
    afterAll: (body) => after(body),
  });
}
