import { expect } from 'vitest';
import type { LiveCase } from './live-case.js';

export const spotCases: readonly LiveCase[] = [
  {
    name: 'a spot machine is one, or says why it is not',
    machines: 1,
    async run(run) {
      const { instanceId, spotInstance, warnings } = await run.create({ spotInstance: true });
      const codes: string[] = warnings.map(({ code }) => code);
      const { spot } = run.target.description;
      const reason = spot ? 'spot_unavailable' : 'no_spot';
      expect(codes.includes(reason), `spot: ${spotInstance}, warnings: ${codes}`).toBe(
        !spotInstance,
      );
      if (!spot) expect(spotInstance).toBe(false);
      await run.untilReady(instanceId);
    },
  },
];
