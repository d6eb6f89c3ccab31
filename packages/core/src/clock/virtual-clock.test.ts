import { getEventListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesOf, rejectionOf, thrownBy } from '../../test/thrown-by.js';
import { VirtualClock } from './virtual-clock.js';

/** Starts sleeps and notes who woke, and when. */
function sleepers(clock: VirtualClock, ...durations: number[]): string[] {
  const woken: string[] = [];
  const start = clock.now();
  for (const ms of durations) {
    void clock.sleep(ms).then(() => woken.push(`${ms} at ${clock.now() - start}`));
  }
  return woken;
}

test('the clock starts in 2026, or where it is told', () => {
  expect(new Date(new VirtualClock().now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(new VirtualClock({ startAt: new Date(5) }).now()).toBe(5);
});

test('the clock stands still until it is moved', async () => {
  const clock = new VirtualClock();
  const woken = sleepers(clock, 1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(woken).toEqual([]);
  expect(clock.sleeping).toBe(1);
});

describe('advance', () => {
  test('wakes who is due, in the order of time, each at its own time', async () => {
    const clock = new VirtualClock();
    const woken = sleepers(clock, 30, 10, 20, 31);
    await clock.advance(30);
    expect(woken).toEqual(['10 at 10', '20 at 20', '30 at 30']);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    expect(woken).toHaveLength(4);
    expect(clock.sleeping).toBe(0);
  });

  test('wakes at the same time in the order in which they went to sleep', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const woken: string[] = [];
    for (const name of ['a', 'b', 'c']) void clock.sleep(5).then(() => woken.push(name));
    await clock.advance(5);
    expect(woken).toEqual(['a', 'b', 'c']);
  });

  test('lets each go on before the next, also to sleep again', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const log: string[] = [];
    const ticking = (async () => {
      for (let tick = 1; tick <= 3; tick++) {
        await clock.sleep(10);
        await Promise.resolve();
        log.push(`tick at ${clock.now()}`);
      }
    })();
    void clock.sleep(25).then(() => log.push(`other at ${clock.now()}`));
    await clock.advance(30);
    await ticking;
    expect(log).toEqual(['tick at 10', 'tick at 20', 'other at 25', 'tick at 30']);
  });

  test('lets a program that has just begun reach its first sleep before time passes', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const woken: number[] = [];
    void Promise.resolve()
      .then(() => clock.sleep(5))
      .then(() => woken.push(clock.now()));
    await clock.advance(5);
    expect(woken).toEqual([5]);
  });

  test('moves the time on though nobody sleeps', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    await clock.advance(5);
    expect(clock.now()).toBe(5);
    await clock.advance(0);
    expect(clock.now()).toBe(5);
  });

  test('twice at once never moves the time back', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const seen: number[] = [];
    for (const ms of [4, 8, 12]) void clock.sleep(ms).then(() => seen.push(clock.now()));
    await Promise.all([clock.advance(20), clock.advance(10)]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(clock.now()).toBe(20);
  });

  test.each([
    ['a negative number', -1, 'must not be negative: time does not go back'],
    ['Infinity', Number.POSITIVE_INFINITY, 'must be a finite number of milliseconds'],
    ['NaN', Number.NaN, 'must be a number of milliseconds'],
    ['text', '5', 'must be a number of milliseconds'],
    ['nothing', undefined, 'must be a number of milliseconds'],
  ])('refuses %s', async (_, ms, problem) => {
    const clock = new VirtualClock();
    const advance = clock.advance.bind(clock);
    const error = await rejectionOf(Promise.resolve(callUntyped(advance, ms)));
    expect(issuesOf(error)).toEqual([`ms ${problem}`]);
    expect(error).toMatchObject({ operation: 'VirtualClock.advance' });
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
  });
});

describe('a sleep', () => {
  test.each([0, -5, Number.NaN])(
    'of %s ms ends as soon as the clock is asked to go on',
    async (ms) => {
      const clock = new VirtualClock({ startAt: new Date(0) });
      const woken = sleepers(clock, ms);
      await clock.advance(0);
      expect(woken).toEqual([`${ms} at 0`]);
    },
  );

  test('of Infinity never ends', async () => {
    const clock = new VirtualClock();
    const woken = sleepers(clock, Number.POSITIVE_INFINITY);
    await clock.advance(1e12);
    expect(woken).toEqual([]);
    expect(clock.sleeping).toBe(1);
  });

  test('that is aborted rejects at once with the reason', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const reason = new Error('enough');
    const sleep = rejectionOf(clock.sleep(10, controller.signal));
    controller.abort(reason);
    expect(await sleep).toBe(reason);
    expect(clock.sleeping).toBe(0);
    expect(await rejectionOf(clock.sleep(10, controller.signal))).toBe(reason);
    expect(clock.sleeping).toBe(0);
  });

  test('leaves no listener, whether it ends or is aborted', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const { signal } = controller;
    const first = clock.sleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await clock.advance(1);
    await first;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const second = rejectionOf(clock.sleep(1, signal));
    controller.abort();
    await second;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('run', () => {
  test('plays a program to its end, and takes its result', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const result = await clock.run(async () => {
      await clock.sleep(86_400_000);
      await Promise.all([clock.sleep(5), clock.sleep(7)]);
      return clock.now();
    });
    expect(result).toBe(86_400_007);
    expect(clock.sleeping).toBe(0);
  });

  test('rejects as the program does', async () => {
    const clock = new VirtualClock();
    const error = new Error('boom');
    const failing = clock.run(async () => {
      await clock.sleep(1);
      throw error;
    });
    expect(await rejectionOf(failing)).toBe(error);
    const atOnce = clock.run(() => {
      throw error;
    });
    expect(await rejectionOf(atOnce)).toBe(error);
    expect(await rejectionOf(clock.run(() => Promise.reject(error)))).toBe(error);
  });

  test('does not move on when the program needs no time', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const background = clock.sleep(10);
    expect(await clock.run(async () => 'done')).toBe('done');
    expect(clock.now()).toBe(0);
    await clock.advance(10);
    await background;
  });

  test('waits for what takes real time while nobody sleeps', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const text = await clock.run(() => readFile(new URL(import.meta.url), 'utf8'));
    expect(text).toContain('waits for what takes real time');
    expect(clock.now()).toBe(0);
  });

  test('is not held up by a sleep that never ends', async () => {
    const clock = new VirtualClock({ startAt: new Date(0) });
    void clock.sleep(Number.POSITIVE_INFINITY);
    await clock.run(() => clock.sleep(5));
    expect(clock.now()).toBe(5);
  });

  test('takes the same course every time', async () => {
    const course = async () => {
      const clock = new VirtualClock();
      const log: string[] = [];
      await clock.run(async () => {
        await Promise.all(
          [7, 3, 5].map(async (pace) => {
            for (let step = 0; step < 20; step++) {
              await clock.sleep(pace);
              log.push(`${pace} at ${clock.now()}`);
            }
          }),
        );
      });
      return log;
    };
    expect(await course()).toEqual(await course());
  });
});

test.each([
  [null, ['options must be an object']],
  [{ startAt: 0 }, ['options.startAt must be a Date']],
  [{ startAt: new Date(Number.NaN) }, ['options.startAt must be a valid Date']],
  [{ start: new Date() }, ['options.start is not a known field']],
])('options are refused when they are wrong: %o', (options, problems) => {
  const error = thrownBy(() => Reflect.construct(VirtualClock, [options]));
  expect(issuesOf(error)).toEqual(problems);
  expect(error).toMatchObject({ operation: 'new VirtualClock' });
});
