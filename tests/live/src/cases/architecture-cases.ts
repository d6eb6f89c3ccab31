import { InvalidInputError } from '@stagely/core';
import { expect } from 'vitest';
import type { LiveCase } from './live-case.js';
import { rejectionOf } from './rejection-of.js';

export const architectureCases: readonly LiveCase[] = [
  {
    name: 'a small arm64 machine is arm64, or says that it will emulate',
    machines: 1,
    async run(run) {
      const { arm64 } = run.target.description;
      const creation = run.create({ architecture: 'arm64' });
      if (arm64 === false) {
        expect(await rejectionOf(creation)).toBeInstanceOf(InvalidInputError);
        return;
      }
      const { instanceId, architecture, warnings } = await creation;
      const codes = warnings.map(({ code }) => code);
      expect(architecture).toBe(arm64 === 'emulated' ? 'amd64' : 'arm64');
      expect(codes.includes('emulated_architecture')).toBe(arm64 === 'emulated');
      await run.untilReady(instanceId);
    },
  },
];
