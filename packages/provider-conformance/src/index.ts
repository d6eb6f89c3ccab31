export type { ConformanceCase } from './conformance-case.js';
export { conformanceCases } from './conformance-cases.js';
export { ConformanceFailure, type ConformanceFailureOptions } from './conformance-failure.js';
export type { ConformanceClock, ConformanceHarness, ProviderProperties } from './harness.js';
export {
  type CaseResult,
  type ConformanceReport,
  type RunConformanceOptions,
  runConformance,
} from './run-conformance.js';
