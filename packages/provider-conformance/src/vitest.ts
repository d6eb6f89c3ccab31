import { afterAll, describe, test } from 'vitest';
import { conformanceCases } from './conformance-cases.js';
import type { ConformanceHarness } from './harness.js';
import { registerCases } from './register-cases.js';
import { DEFAULT_TIMEOUT, type TestConformanceOptions } from './test-conformance-options.js';

export type { TestConformanceOptions } from './test-conformance-options.js';

/**
 * Registers every case as a test of vitest's, under the name of the provider.
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
    suite: (title, body) => describe(title, body),
    test: (title, body) => test(title, body, timeoutMs),
    afterAll: (body) => afterAll(body),
  });
}
