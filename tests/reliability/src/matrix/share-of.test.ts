import { expect, test } from 'vitest';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { type GeneratedCase, generateCases } from './generate-cases.js';
import { prepareProcess } from './prepare-process.js';
import { shareOf } from './share-of.js';

const kinds = (cases: readonly GeneratedCase[], nameOf: (one: GeneratedCase) => string) =>
  [...new Set(cases.map(nameOf))].sort();

test.each(CLOUD_NAMES)(
  'the share for %s has all that the whole matrix has, once',
  async (cloud) => {
    await prepareProcess(cloud);
    const all = await generateCases(cloud);
    const share = shareOf(all);
    const withFault = ({ matrixCase: { scenario, request, fault } }: GeneratedCase) =>
      `${scenario} ${request.operation} ${fault.name}`;
    const withMode = ({ matrixCase: { scenario, request, mode, lagMs } }: GeneratedCase) =>
      `${scenario} ${request.operation} ${mode} ${lagMs}`;
    expect(kinds(share, withFault)).toEqual(kinds(all, withFault));
    expect(kinds(share, withMode)).toEqual(kinds(all, withMode));
    expect(share).toHaveLength(kinds(all, withFault).length);
  },
);
