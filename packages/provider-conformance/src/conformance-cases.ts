import { CaseBinder } from './bind-case.js';
import { abortCreationCases } from './cases/abort-creation-cases.js';
import { abortOperationCases } from './cases/abort-operation-cases.js';
import { adoptionCases } from './cases/adoption-cases.js';
import { errorCases } from './cases/error-cases.js';
import { filterCases } from './cases/filter-cases.js';
import { idempotencyCases } from './cases/idempotency-cases.js';
import { inputCases } from './cases/input-cases.js';
import { leaseCases } from './cases/lease-cases.js';
import { lifecycleCases } from './cases/lifecycle-cases.js';
import { listingCases } from './cases/listing-cases.js';
import { lostConnectionCases } from './cases/lost-connection-cases.js';
import { optionalMemberCases } from './cases/optional-member-cases.js';
import { packageCases } from './cases/package-cases.js';
import { pluginCases } from './cases/plugin-cases.js';
import { resultCases } from './cases/result-cases.js';
import { secrecyCases } from './cases/secrecy-cases.js';
import { tagCases } from './cases/tag-cases.js';
import { terminationCases } from './cases/termination-cases.js';
import { checkHarness } from './check-harness.js';
import type { CaseDefinition, ConformanceCase } from './conformance-case.js';
import type { ConformanceHarness } from './harness.js';

const GROUPS: Readonly<Record<string, readonly CaseDefinition[]>> = {
  plugin: [...pluginCases, ...packageCases],
  lifecycle: lifecycleCases,
  results: resultCases,
  termination: terminationCases,
  listing: listingCases,
  tags: tagCases,
  filters: filterCases,
  idempotency: idempotencyCases,
  abort: [...abortCreationCases, ...adoptionCases, ...abortOperationCases],
  input: inputCases,
  errors: [...errorCases, ...lostConnectionCases],
  secrecy: secrecyCases,
  leases: leaseCases,
  'optional members': optionalMemberCases,
};

/**
 * The contract as cases that any test runner can run, in any order. No case is left out for what a provider
 * lacks; those that need a part of the harness that was not given are not among them.
 *
 * @throws InvalidInputError when the harness is wrong
 */
export function conformanceCases(harness: ConformanceHarness): ConformanceCase[] {
  const checked = checkHarness(harness);
  const binder = new CaseBinder(checked);
  return Object.entries(GROUPS).flatMap(([group, definitions]) =>
    definitions
      .filter(({ appliesTo }) => appliesTo?.(checked) ?? true)
      .map((definition) => binder.bind(group, definition)),
  );
}
