import { architectureCases } from './architecture-cases.js';
import { concurrencyCases } from './concurrency-cases.js';
import { credentialsCases } from './credentials-cases.js';
import { idempotencyCases } from './idempotency-cases.js';
import { leaseCases } from './lease-cases.js';
import { lifecycleCases } from './lifecycle-cases.js';
import type { LiveCase } from './live-case.js';
import { refusalCases } from './refusal-cases.js';
import { spotCases } from './spot-cases.js';
import { sweepCases } from './sweep-cases.js';

/** Every case, the cheapest first, so that wrong credentials cost nothing. */
export const liveCases: readonly LiveCase[] = [
  ...credentialsCases,
  ...refusalCases,
  ...lifecycleCases,
  ...architectureCases,
  ...spotCases,
  ...idempotencyCases,
  ...concurrencyCases,
  ...leaseCases,
  ...sweepCases,
];
