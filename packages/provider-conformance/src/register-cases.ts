import type { ConformanceCase } from './conformance-case.js';
import { noCaseRan } from './run-conformance.js';

/** What the adapters need of a test runner. */
export interface TestRunner {
  suite(name: string, body: () => void): void;
  test(name: string, body: () => Promise<void>): void;
  afterAll(body: () => void): void;
}

/** Registers every case as a test of its own, and one failure for when none was run. */
export function registerCases(
  name: string,
  cases: readonly ConformanceCase[],
  runner: TestRunner,
): void {
  runner.suite(name, () => {
    let ran = 0;
    for (const conformanceCase of cases) {
      runner.test(`${conformanceCase.group}: ${conformanceCase.name}`, () => {
        ran++;
        return conformanceCase.run();
      });
    }
    if (cases.length === 0) runner.test('no case', () => Promise.reject(noCaseRan()));
    else
      runner.afterAll(() => {
        if (ran === 0) throw noCaseRan();
      });
  });
}
