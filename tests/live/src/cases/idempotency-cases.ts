import { IdempotencyConflictError } from '@stagely/core';
import { expect } from 'vitest';
import type { LiveCase } from './live-case.js';
import { rejectionOf } from './rejection-of.js';

export const idempotencyCases: readonly LiveCase[] = [
  {
    name: 'a key used again finds its machine, and is refused for another one',
    machines: 1,
    async run(run) {
      const idempotencyKey = run.key('again');
      const first = await run.create({ idempotencyKey });
      const other = await run.openProvider();
      const second = await other.createInstance(run.spec({ idempotencyKey }));
      expect(second).toMatchObject({ instanceId: first.instanceId, reused: true });

      const conflict = other.createInstance(run.spec({ idempotencyKey, size: 'medium' }));
      expect(await rejectionOf(conflict)).toBeInstanceOf(IdempotencyConflictError);
      expect((await run.list({ idempotencyKey })).map(({ instanceId }) => instanceId)).toEqual([
        first.instanceId,
      ]);
    },
  },
  {
    name: 'a key is free again when its machine has ended',
    machines: 2,
    async run(run) {
      const idempotencyKey = run.key('free');
      const first = await run.create({ idempotencyKey });
      await run.provider.terminateInstance(first.instanceId);
      await run.untilEnded(first.instanceId);
      const second = await run.create({ idempotencyKey });
      expect(second.reused).toBe(false);
      expect(second.instanceId).not.toBe(first.instanceId);
    },
  },
];
