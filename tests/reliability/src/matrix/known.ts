import type { Finding, FindingKind } from '../report/finding.js';
import { idOf } from './matrix-case.js';
import type { Verdict } from './verdict.js';

/** What the matrix finds and the tests put up with until it is mended, or because nothing can mend it. */
interface Known {
  /** The ids of the cases. */
  readonly cases: RegExp;
  readonly kind: FindingKind;
  readonly message: RegExp;
  readonly reason: string;
}

/** The command shows these like any other finding; only the tests leave them out. */
const KNOWN: readonly Known[] = [
  {
    cases: /^(?:hetzner|digitalocean)\/create[a-z-]*\/\d+\/delayTooLong\/down\//,
    kind: 'wrongOutcome',
    message: /was given, and does not live$/,
    reason:
      'A delete request that was not answered in time is carried out later, when the next call has taken the machine up. The cloud offers no way to call it back.',
  },
];

/** What was found in a case beyond what is known. */
export function unknownFindings({ matrixCase, findings }: Verdict): readonly Finding[] {
  const id = idOf(matrixCase);
  const isKnown = ({ kind, message }: Finding) =>
    KNOWN.some(
      (known) => known.kind === kind && known.cases.test(id) && known.message.test(message),
    );
  return findings.filter((finding) => !isKnown(finding));
}
