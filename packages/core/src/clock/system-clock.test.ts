import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { rejectionOf } from '../../test/thrown-by.js';
import { systemClock } from './system-clock.js';

afterEach(() => {
  vi.doUnmock('node:timers/promises');
  vi.resetModules();
});

test('the time is that of the machine', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('sleeps end, shorter ones first', async () => {
  const woken: number[] = [];
  await Promise.all(
    [10, 1, 0, -5].map(async (ms) => {
      await systemClock.sleep(ms);
      woken.push(ms);
    }),
  );
  expect(woken.at(-1)).toBe(10);
});

describe('an aborted sleep', () => {
  test('rejects at once with the reason, whatever that is', async () => {
    for (const reason of [new Error('enough'), 'enough', { why: 'enough' }]) {
      const controller = new AbortController();
      const sleep = rejectionOf(systemClock.sleep(3_600_000, controller.signal));
      controller.abort(reason);
      expect(await sleep).toBe(reason);
    }
  });

  test('rejects also when it was aborted before', async () => {
    const reason = new Error('enough');
    expect(await rejectionOf(systemClock.sleep(3_600_000, AbortSignal.abort(reason)))).toBe(reason);
  });
});

test('no listener is left, whether a sleep ends or is aborted', async () => {
  const controller = new AbortController();
  await systemClock.sleep(1, controller.signal);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  const sleep = rejectionOf(systemClock.sleep(3_600_000, controller.signal));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  await sleep;
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

describe('a sleep longer than timers can be', () => {
  test.each([2 ** 31, Number.POSITIVE_INFINITY])('does not end at once: %s ms', async (ms) => {
    const controller = new AbortController();
    let over = false;
    const sleep = systemClock.sleep(ms, controller.signal).then(
      () => {
        over = true;
      },
      () => undefined,
    );
    // A timer that is too long fires after a millisecond, so before this one.
    await systemClock.sleep(5);
    controller.abort();
    await sleep;
    expect(over).toBe(false);
  });

  test('is as long as several timers', async () => {
    const timers: unknown[] = [];
    vi.doMock('node:timers/promises', () => ({
      setTimeout: async (ms: number) => {
        timers.push(ms);
      },
    }));
    vi.resetModules();
    const { systemClock: mocked } = await import('./system-clock.js');
    await mocked.sleep(2 * (2 ** 31 - 1) + 7);
    expect(timers).toEqual([2 ** 31 - 1, 2 ** 31 - 1, 7]);
  });
});
