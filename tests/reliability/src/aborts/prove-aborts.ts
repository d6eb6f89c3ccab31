import { OperationAbortedError } from '@stagely/core';
import { describe, expect, test } from 'vitest';
import type { CloudName } from '../clouds/tested-cloud.js';
import { ADOPTION, CREATIONS, OTHER_CALLS, TERMINATION } from './abortable-calls.js';
import { type AbortableCall, type AbortedCall, abortAtMoment } from './aborted-call.js';

/** More than any call has. */
const MOST_MOMENTS = 600;

/** Aborts a call at every moment that it has, one after the other. */
async function abortEverywhere(
  cloud: CloudName,
  call: AbortableCall,
  judge: (result: AbortedCall, moment: string) => void,
): Promise<void> {
  for (let index = 0; index < MOST_MOMENTS; index++) {
    const result = await abortAtMoment(cloud, call, index);
    const moment = `aborted at moment ${index}`;
    expect(result.running, moment).toEqual({ waits: 0, sleeping: 0 });
    if ('error' in result) {
      expect(result.error, moment).toBeInstanceOf(OperationAbortedError);
      expect(result.aborted, moment).toBe(true);
    }
    judge(result, moment);
    if (!result.aborted) {
      expect(index, 'how many moments there were').toBeGreaterThan(1);
      return;
    }
  }
  throw new Error('The call never came to its end.');
}

/** The proof for one cloud; each has a test file of its own, so that they run side by side. */
export function proveAborts(cloud: CloudName): void {
  describe(`an abort at any moment on ${cloud}, after which nothing goes on`, () => {
    test.each(CREATIONS)('of $name leaves no machine, or gives it', async (call) => {
      let rejections = 0;
      await abortEverywhere(cloud, call, ({ value, error, live }, moment) => {
        if (error === undefined) {
          expect(value, moment).toMatchObject({ instanceId: live[0] });
          expect(live, moment).toHaveLength(1);
        } else {
          rejections++;
          expect(error, moment).toMatchObject({ outcome: 'no-instance' });
          expect(live, moment).toEqual([]);
        }
      });
      expect(rejections).toBeGreaterThan(5);
    });

    test('of a creation that finds its machine leaves the machine', async () => {
      await abortEverywhere(cloud, ADOPTION, ({ instanceId, live }, moment) => {
        expect(live, moment).toEqual([instanceId]);
      });
    });

    test('of terminateInstance leaves the machine, or it is gone', async () => {
      await abortEverywhere(cloud, TERMINATION, ({ error, live }, moment) => {
        if (error === undefined) expect(live, moment).toEqual([]);
      });
    });

    test.each(OTHER_CALLS)('of $name', async (call) => {
      await abortEverywhere(cloud, call, ({ instanceId, live }, moment) => {
        expect(live, moment).toEqual(call.onMachine ? [instanceId] : []);
      });
    });
  });
}
