import { expect } from 'vitest';
import type { LiveCase } from './live-case.js';

export const sweepCases: readonly LiveCase[] = [
  {
    name: 'a sweep removes leftovers and no machine',
    machines: 1,
    async run(run) {
      const { instanceId } = await run.create({ spotInstance: true });
      const swept = await run.provider.sweep?.();
      expect(swept?.failed ?? []).toEqual([]);
      expect(['pending', 'running']).toContain(await run.stateOf(instanceId));
    },
  },
];
