import { inspect } from 'node:util';
import type { Finding } from '../report/finding.js';
import { findSecrets } from './find-secrets.js';
import { USER_DATA_SECRET } from './machine-spec.js';
import type { Stage } from './stage.js';

/** Which secrets what somebody may see shows: errors, results, the log. */
export function judgeSecrets(what: string, shown: unknown, { cloud }: Stage): readonly Finding[] {
  return findSecrets(shown, [...cloud.secrets, USER_DATA_SECRET]).map((form) => ({
    kind: 'leakedSecret',
    message: `${what} shows a secret (${form}): ${inspect(shown, { depth: 1 }).slice(0, 200)}`,
  }));
}
