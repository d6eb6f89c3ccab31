import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { rejectionOf } from '../../test/thrown-by.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { withDeadline } from './deadline.js';

/** Work that ends only when its signal does. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

test('work that ends in time decides, and the deadline is no more', async () => {
  const clock = new VirtualClock();
  const result = await withDeadline({ clock, timeoutMs: 10 }, async ({ signal, expired }) => {
    expect(signal.aborted).toBe(false);
    expect(expired()).toBe(false);
    return 'done';
  });
  expect(result).toBe('done');
  expect(clock.sleeping).toBe(0);
});

test('at the deadline the signal of the work is aborted, with a TimeoutError', async () => {
  const clock = new VirtualClock({ startAt: new Date(0) });
  let wasExpired = false;
  const work = withDeadline({ clock, timeoutMs: 10 }, async ({ signal, expired }) => {
    const reason = await rejectionOf(untilAborted(signal));
    wasExpired = expired();
    return `${clock.now()}: ${reason}`;
  });
  await clock.advance(9);
  expect(clock.sleeping).toBe(1);
  await clock.advance(1);
  expect(await work).toBe('10: TimeoutError: The deadline has passed.');
  expect(wasExpired).toBe(true);
  expect(clock.sleeping).toBe(0);
});

test("the caller's signal aborts the work with its own reason, and is no deadline", async () => {
  const clock = new VirtualClock();
  const controller = new AbortController();
  const reason = new Error('enough');
  const work = withDeadline(
    { clock, timeoutMs: 10, signal: controller.signal },
    async ({ signal, expired }) => [await rejectionOf(untilAborted(signal)), expired()],
  );
  controller.abort(reason);
  expect(await work).toEqual([reason, false]);
  expect(clock.sleeping).toBe(0);
});

test('work does not begin for a signal that was aborted before', async () => {
  const clock = new VirtualClock();
  const reason = new Error('enough');
  let begun = false;
  const work = withDeadline(
    { clock, timeoutMs: 10, signal: AbortSignal.abort(reason) },
    async () => {
      begun = true;
    },
  );
  expect(await rejectionOf(work)).toBe(reason);
  expect(begun).toBe(false);
  expect(clock.sleeping).toBe(0);
});

test('work that heeds no signal is waited for: whoever must not be cut is not cut', async () => {
  const clock = new VirtualClock();
  const work = withDeadline({ clock, timeoutMs: 10 }, async ({ expired }) => {
    await clock.sleep(50);
    return expired();
  });
  await clock.advance(50);
  expect(await work).toBe(true);
});

test('neither a timer nor a listener is left, whether work succeeds, fails or throws at once', async () => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  const works = [
    async () => 'done',
    async () => Promise.reject(new Error('boom')),
    () => {
      throw new Error('boom');
    },
  ];
  for (const work of works) {
    await withDeadline({ clock, timeoutMs: 10, signal }, work).catch(() => undefined);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  }
});

test('work that is aborted as the time begins to run does not begin', async () => {
  const controller = new AbortController();
  const clock = {
    now: () => 0,
    async sleep(_: number, signal?: AbortSignal) {
      controller.abort(new Error('given up'));
      await untilAborted(signal ?? AbortSignal.abort());
    },
  };
  let begun = false;
  const work = withDeadline({ clock, timeoutMs: 10, signal: controller.signal }, async () => {
    begun = true;
  });
  expect(await rejectionOf(work)).toMatchObject({ message: 'given up' });
  expect(begun).toBe(false);
});
