import type { RecordedRequest } from '@stagely/cloud-emulators';
import type { Finding } from '../report/finding.js';
import type { MatrixCase } from './matrix-case.js';

/** What came of one case. */
export interface Verdict {
  readonly matrixCase: MatrixCase;
  readonly findings: readonly Finding[];
  /** What happened, for who looks into one case. */
  readonly story: readonly string[];
  readonly requests: readonly RecordedRequest[];
}
