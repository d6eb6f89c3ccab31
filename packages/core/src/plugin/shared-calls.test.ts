import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../../test/thrown-by.js';
import { SharedCalls } from './shared-calls.js';

/** Work whose end the test decides. */
class Work {
  readonly signals: AbortSignal[] = [];
  readonly #ends: ((outcome: string | Error) => void)[] = [];

  readonly start = (signal: AbortSignal): Promise<string> => {
    this.signals.push(signal);
    return new Promise((resolve, reject) => {
      this.#ends.push((outcome) => {
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      });
    });
  };

  /** Ends the n-th piece of work that was started, counted from 0. */
  end(index: number, outcome: string | Error): void {
    this.#ends[index]?.(outcome);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('calls with one key that are under way together', () => {
  test('share one piece of work and its result', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const results = [1, 2, 3].map(() => calls.run('k', undefined, work.start));
    await turn();
    expect(work.signals).toHaveLength(1);
    expect(calls.size).toBe(1);
    work.end(0, 'machine');
    const shared = { value: 'machine', gaveUp: false };
    expect(await Promise.all(results)).toEqual([shared, shared, shared]);
    expect(calls.size).toBe(0);
  });

  test('share its failure', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const error = new Error('boom');
    const results = [1, 2].map(() => rejectionOf(calls.run('k', undefined, work.start)));
    await turn();
    work.end(0, error);
    expect(await Promise.all(results)).toEqual([error, error]);
  });

  test('share nothing with calls of another key', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const results = ['a', 'b', '__proto__'].map((key) => calls.run(key, undefined, work.start));
    await turn();
    expect(calls.size).toBe(3);
    for (const index of [0, 1, 2]) work.end(index, `machine ${index}`);
    expect(await Promise.all(results)).toEqual([
      { value: 'machine 0', gaveUp: false },
      { value: 'machine 1', gaveUp: false },
      { value: 'machine 2', gaveUp: false },
    ]);
  });

  test('share the work that throws at once', async () => {
    const calls = new SharedCalls<string>();
    const error = new Error('boom');
    const start = () => {
      throw error;
    };
    expect(await rejectionOf(calls.run('k', undefined, start))).toBe(error);
    expect(calls.size).toBe(0);
  });
});

test('a later call starts afresh, after a success and after a failure', async () => {
  const calls = new SharedCalls<string>();
  const work = new Work();
  const first = rejectionOf(calls.run('k', undefined, work.start));
  await turn();
  work.end(0, new Error('boom'));
  await first;
  const second = calls.run('k', undefined, work.start);
  await turn();
  work.end(1, 'second');
  expect(await second).toEqual({ value: 'second', gaveUp: false });
  const third = calls.run('k', undefined, work.start);
  await turn();
  work.end(2, 'third');
  expect(await third).toEqual({ value: 'third', gaveUp: false });
});

describe('when a caller gives up', () => {
  test('the others keep the work, and all learn what came of it', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const quitter = new AbortController();
    const other = new AbortController();
    const results = [
      calls.run('k', quitter.signal, work.start),
      calls.run('k', other.signal, work.start),
    ];
    await turn();
    quitter.abort();
    await turn();
    expect(work.signals[0]?.aborted).toBe(false);
    work.end(0, 'machine');
    expect(await Promise.all(results)).toEqual([
      { value: 'machine', gaveUp: true },
      { value: 'machine', gaveUp: false },
    ]);
  });

  test('after the work has ended, it has not given up', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const late = new AbortController();
    const results = [
      calls.run('k', late.signal, work.start),
      calls.run('k', undefined, work.start),
    ];
    await turn();
    work.end(0, 'machine');
    const [first] = await Promise.all(results);
    late.abort();
    expect(first).toEqual({ value: 'machine', gaveUp: false });
  });

  test('and is alone, it gets what the work came to all the same', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const alone = new AbortController();
    const result = calls.run('k', alone.signal, work.start);
    await turn();
    alone.abort();
    work.end(0, 'machine');
    expect(await result).toEqual({ value: 'machine', gaveUp: false });
  });

  test('and another has no signal at all, the work is never aborted', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const quitter = new AbortController();
    const results = [
      calls.run('k', undefined, work.start),
      calls.run('k', quitter.signal, work.start),
    ];
    await turn();
    quitter.abort();
    expect(work.signals[0]?.aborted).toBe(false);
    work.end(0, 'machine');
    await Promise.all(results);
  });

  test('and was the last, the work is aborted with its reason', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const [first, second] = [new AbortController(), new AbortController()];
    const results = [first, second].map(({ signal }) =>
      rejectionOf(calls.run('k', signal, work.start)),
    );
    await turn();
    first.abort(new Error('first'));
    expect(work.signals[0]?.aborted).toBe(false);
    const reason = new Error('second');
    second.abort(reason);
    expect(work.signals[0]?.reason).toBe(reason);
    const error = new Error('cleaned up');
    work.end(0, error);
    expect(await Promise.all(results)).toEqual([error, error]);
  });

  test('and another joins before the work is aborted, the work goes on', async () => {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const first = new AbortController();
    const results = [calls.run('k', first.signal, work.start)];
    await turn();
    results.push(calls.run('k', new AbortController().signal, work.start));
    first.abort();
    expect(work.signals[0]?.aborted).toBe(false);
    work.end(0, 'machine');
    expect(await Promise.all(results)).toEqual([
      { value: 'machine', gaveUp: true },
      { value: 'machine', gaveUp: false },
    ]);
  });
});

describe('work that everybody has given up', () => {
  async function doomed() {
    const calls = new SharedCalls<string>();
    const work = new Work();
    const quitter = new AbortController();
    const first = calls.run('k', quitter.signal, work.start);
    await turn();
    quitter.abort();
    return { calls, work, first };
  }

  test('is not joined: newcomers wait for its end and share a fresh start', async () => {
    const { calls, work, first } = await doomed();
    const newcomers = [1, 2].map(() => calls.run('k', undefined, work.start));
    await turn();
    expect(work.signals).toHaveLength(1);
    work.end(0, new Error('cleaned up'));
    await rejectionOf(first);
    await turn();
    expect(work.signals).toHaveLength(2);
    expect(work.signals[1]?.aborted).toBe(false);
    work.end(1, 'machine');
    const shared = { value: 'machine', gaveUp: false };
    expect(await Promise.all(newcomers)).toEqual([shared, shared]);
  });

  test('is not joined though it succeeds after all', async () => {
    const { calls, work, first } = await doomed();
    const newcomer = calls.run('k', undefined, work.start);
    work.end(0, 'too late');
    expect(await first).toEqual({ value: 'too late', gaveUp: false });
    await turn();
    work.end(1, 'machine');
    expect(await newcomer).toEqual({ value: 'machine', gaveUp: false });
  });

  test('does not hold a newcomer that gives up too', async () => {
    const { calls, work, first } = await doomed();
    const impatient = new AbortController();
    const refused = new Error('refused');
    const newcomer = rejectionOf(
      calls.run('k', impatient.signal, async (signal) => {
        expect(signal.aborted).toBe(true);
        throw refused;
      }),
    );
    await turn();
    impatient.abort();
    expect(await newcomer).toBe(refused);
    work.end(0, new Error('cleaned up'));
    await rejectionOf(first);
  });
});

test('a caller that has given up before it came neither joins nor ends the work of others', async () => {
  const calls = new SharedCalls<string>();
  const work = new Work();
  const result = calls.run('k', undefined, work.start);
  const refused = new Error('refused');
  const latecomer = calls.run('k', AbortSignal.abort(), async (signal) => {
    expect(signal.aborted).toBe(true);
    throw refused;
  });
  expect(await rejectionOf(latecomer)).toBe(refused);
  expect(work.signals[0]?.aborted).toBe(false);
  work.end(0, 'machine');
  expect(await result).toEqual({ value: 'machine', gaveUp: false });
});

test('no listener is left on the signal of a caller', async () => {
  const calls = new SharedCalls<string>();
  const work = new Work();
  const { signal } = new AbortController();
  const results = [1, 2].map(() => calls.run('k', signal, work.start));
  await turn();
  expect(getEventListeners(signal, 'abort')).toHaveLength(2);
  work.end(0, 'machine');
  await Promise.all(results);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
