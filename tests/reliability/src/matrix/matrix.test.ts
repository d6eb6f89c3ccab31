import { beforeAll, describe, expect, test } from 'vitest';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';
import { FINDING_KINDS, type FindingKind } from '../report/finding.js';
import { breakProvider, MISTAKES } from './broken-provider.js';
import { generateCases } from './generate-cases.js';
import { unknownFindings } from './known.js';
import { idOf } from './matrix-case.js';
import { prepareProcess } from './prepare-process.js';
import { runCases } from './run-cases.js';
import { everyNth, shareOf } from './share-of.js';

/** Of so many cases of the command's share the tests run one: EC2's take longest, and there are most. */
const STRIDES: Readonly<Record<CloudName, number>> = { aws: 17, digitalocean: 3, hetzner: 3 };

describe.each(CLOUD_NAMES)('the %s provider', (cloud) => {
  beforeAll(() => prepareProcess(cloud));

  test('gives one machine for one request whatever goes wrong', { timeout: 300_000 }, async () => {
    const cases = everyNth(shareOf(await generateCases(cloud)), STRIDES[cloud]);
    expect(cases.length).toBeGreaterThan(50);
    const { row, failures } = await runCases(cases, { label: cloud });
    expect(row.cases).toBe(cases.length);
    const found = failures.flatMap((verdict) =>
      unknownFindings(verdict).map(
        ({ kind, message }) => `${idOf(verdict.matrixCase)} ${kind}: ${message}`,
      ),
    );
    expect(found).toEqual([]);
  });
});

describe('the judge', () => {
  const seenIn: Readonly<Record<FindingKind, string>> = {
    duplicate: 'hetzner/create/5/resetAfter/once/lag-0',
    orphan: 'hetzner/create/5/resetAfter/once/lag-0',
    wrongOutcome: 'hetzner/create/5/resetAfter/once/lag-0',
    endedInUse: 'hetzner/status/1/delay/once/lag-0',
    late: 'hetzner/create/5/resetAfter/once/lag-0',
    leakedSecret: 'hetzner/create/5/resetAfter/once/lag-0',
  };

  test.each(FINDING_KINDS)(
    'sees %s in a provider with a mistake, and in no other',
    async (kind) => {
      const cases = (await generateCases('hetzner')).filter(
        ({ matrixCase }) => idOf(matrixCase) === seenIn[kind],
      );
      const sound = await runCases(cases, { label: 'sound' });
      expect(sound.row).toMatchObject({ cases: 1, clean: 1 });
      const broken = await runCases(cases, {
        label: 'broken',
        openProvider: (cloud, parts) => {
          const provider = cloud.openProvider(parts);
          return breakProvider(provider, MISTAKES[kind](provider, cloud));
        },
      });
      expect(broken.row.counts[kind]).toBe(1);
      expect(broken.failures.flatMap(unknownFindings).map((finding) => finding.kind)).toContain(
        kind,
      );
    },
  );
});
