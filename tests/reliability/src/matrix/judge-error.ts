import { ProviderError, StagelyError } from '@stagely/core';
import type { Finding } from '../report/finding.js';
import { expectedCodes } from './expected-codes.js';
import type { MatrixCase } from './matrix-case.js';

/** What is wrong with the error of a call into which one fault was put. */
export function judgeError(matrixCase: MatrixCase, error: unknown): readonly Finding[] {
  const wrong = (message: string): Finding => ({ kind: 'wrongOutcome', message });
  if (!StagelyError.isInstance(error)) return [wrong(`the error is none of ours: ${error}`)];
  const { fault } = matrixCase;
  const findings: Finding[] = [];
  const expected = expectedCodes(matrixCase);
  if (!expected.includes(error.code)) {
    const wanted = expected.length === 0 ? 'success' : expected.join(' or ');
    findings.push(wrong(`the error is ${error.code}, expected was ${wanted}: ${error.message}`));
  }
  if (error instanceof ProviderError) {
    const asked = fault.retryAfterMs;
    if (error.code === 'rate_limited' && asked !== undefined && error.retryAfterMs !== asked) {
      findings.push(wrong(`retryAfterMs is ${error.retryAfterMs}, the cloud said ${asked}`));
    }
    if (error.provider !== matrixCase.cloud || error.operation === '') {
      findings.push(wrong(`the error is of ${error.provider}, ${error.operation}`));
    }
  } else findings.push(wrong('the error does not tell its operation'));
  return findings;
}
