import type { Environment } from '@stagely/core';
import { testConformance } from '@stagely/provider-conformance/vitest';
import { describe, test } from 'vitest';
import type { CloudDescription } from '../clouds/cloud-description.js';
import { conformanceHarness } from '../target/conformance-harness.js';
import type { FoundTarget } from '../target/live-target.js';

/** The switch for what is expensive. */
const CONFORMANCE_VARIABLE = 'STAGELY_LIVE_CONFORMANCE';

/** Registers the conformance kit for a cloud, where somebody wants to pay for nearly two hundred machines. */
export function registerConformance(
  { type }: CloudDescription,
  { target, missing }: FoundTarget,
  env: Environment,
): void {
  const switchedOn = env[CONFORMANCE_VARIABLE] === '1';
  if (target !== undefined && switchedOn) {
    testConformance(`${type}: conformance`, conformanceHarness(target));
    return;
  }
  describe(`${type}: conformance`, () => {
    test('the conformance kit', ({ skip }) =>
      skip(missing ?? `set ${CONFORMANCE_VARIABLE}=1 to run it: it makes nearly 200 machines`));
  });
}
