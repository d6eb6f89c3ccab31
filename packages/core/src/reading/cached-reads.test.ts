import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { Call } from '../creation/creation-cloud.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { CachedReads } from './cached-reads.js';

const operation = { operation: 'createInstance', instanceId: 'm-1' };

function simulate(max?: number) {
  const clock = new VirtualClock();
  const reads = new CachedReads<string>({ clock, ttlMs: 60_000, max });
  const calls: Call[] = [];
  let failure: Error | undefined;
  const get = (key = 'sizes', signal?: AbortSignal, name = 'createInstance') =>
    reads
      .get(key, { operation: { ...operation, operation: name }, signal }, async (call) => {
        const count = calls.push(call);
        await clock.sleep(500, call.signal);
        if (failure !== undefined) throw failure;
        return `${key} ${count}`;
      })
      .catch((error: unknown) => error);
  const fail = (error?: Error) => {
    failure = error;
  };
  return { clock, reads, calls, get, fail };
}

test('an answer is kept for its time, and read again after it', async () => {
  const { clock, calls, get } = simulate();
  expect(await clock.run(() => get())).toBe('sizes 1');
  await clock.advance(59_999);
  expect(await clock.run(() => get())).toBe('sizes 1');
  await clock.advance(1);
  expect(await clock.run(() => get())).toBe('sizes 2');
  expect(calls).toHaveLength(2);
});

test('who asks at the same time shares one read', async () => {
  const { clock, calls, get } = simulate();
  const answers = await clock.run(() => Promise.all([get(), get(), get('images'), get()]));
  expect(answers).toEqual(['sizes 1', 'sizes 1', 'images 2', 'sizes 1']);
  expect(calls).toHaveLength(2);
});

test('a failure is not kept, and each who waited has it as its own operation', async () => {
  const { clock, get, fail } = simulate();
  fail(new NetworkFailureError('No answer.', operation));
  const failed = await clock.run(() => Promise.all([get(), get('sizes', undefined, 'sweep')]));
  expect(failed).toMatchObject([
    { code: 'network_failure', operation: 'createInstance' },
    { code: 'network_failure', operation: 'sweep' },
  ]);
  fail();
  expect(await clock.run(() => get())).toBe('sizes 2');
});

test('who gives up does not wait, and takes nothing from the others', async () => {
  const { clock, calls, get } = simulate();
  const controller = new AbortController();
  const [given, kept] = await clock.run(() =>
    Promise.all([
      get('sizes', controller.signal),
      get(),
      clock.sleep(100).then(() => controller.abort()),
    ]),
  );
  expect(given).toBeInstanceOf(OperationAbortedError);
  expect(kept).toBe('sizes 1');
  expect(calls[0]?.signal?.aborted).toBe(false);
});

test('a read that nobody waits for any more is cut', async () => {
  const { clock, calls, get } = simulate();
  const controller = new AbortController();
  await clock.run(() =>
    Promise.all([get('sizes', controller.signal), clock.sleep(100).then(() => controller.abort())]),
  );
  expect(calls[0]?.signal?.aborted).toBe(true);
  expect(clock.sleeping).toBe(0);
});

test('an aborted signal reads nothing', async () => {
  const { clock, calls, get } = simulate();
  expect(await clock.run(() => get('sizes', AbortSignal.abort()))).toBeInstanceOf(
    OperationAbortedError,
  );
  expect(calls).toEqual([]);
});

test('an old answer can still be looked at; of too many the oldest goes', async () => {
  const { clock, reads, get } = simulate(2);
  expect(reads.peek('a')).toBeUndefined();
  await clock.run(async () => {
    for (const key of ['a', 'b', 'c']) await get(key);
  });
  await clock.advance(60_000);
  expect([reads.peek('a'), reads.peek('b'), reads.peek('c')]).toEqual([undefined, 'b 2', 'c 3']);
});
