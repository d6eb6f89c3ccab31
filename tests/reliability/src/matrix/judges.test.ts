import { beforeAll, expect, test } from 'vitest';
import { FINDING_KINDS, type FindingKind } from '../report/finding.js';
import { breakProvider, MISTAKES } from './broken-provider.js';
import { generateCases } from './generate-cases.js';
import { idOf } from './matrix-case.js';
import { prepareProcess } from './prepare-process.js';
import { runCases } from './run-cases.js';

const SEEN_IN: Readonly<Record<FindingKind, string>> = {
  duplicate: 'hetzner/create/5/resetAfter/once/lag-0',
  orphan: 'hetzner/create/5/resetAfter/once/lag-0',
  wrongOutcome: 'hetzner/create/5/resetAfter/once/lag-0',
  endedInUse: 'hetzner/status/1/delay/once/lag-0',
  late: 'hetzner/create/5/resetAfter/once/lag-0',
  leakedSecret: 'hetzner/create/5/resetAfter/once/lag-0',
};

beforeAll(() => prepareProcess('hetzner'));

test.each(FINDING_KINDS)(
  '%s is seen in a provider with a mistake, and in no other',
  async (kind) => {
    const cases = (await generateCases('hetzner')).filter(
      ({ matrixCase }) => idOf(matrixCase) === SEEN_IN[kind],
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
  },
);
