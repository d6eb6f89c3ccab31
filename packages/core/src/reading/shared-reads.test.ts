import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { Call } from '../creation/creation-cloud.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { SharedReads } from './shared-reads.js';

const LATENCY = 500;

function simulate(answer: (id: string) => string | Error | undefined = (id) => `machine ${id}`) {
  const clock = new VirtualClock();
  const requests: { readonly ids: readonly string[]; readonly call: Call; cut: boolean }[] = [];
  const reads = new SharedReads<string>(
    async (ids, call) => {
      const request = { ids, call, cut: false };
      requests.push(request);
      await clock.sleep(LATENCY, call.signal).catch((error: unknown) => {
        request.cut = true;
        throw error;
      });
      const found = ids.map((id) => [id, answer(id)] as const);
      return new Map(found.flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])));
    },
    { clock, maxBatchSize: 3 },
  );
  const read = (instanceId: string, signal?: AbortSignal) =>
    reads
      .read(instanceId, { operation: { operation: 'getInstanceStatus', instanceId }, signal })
      .catch((error: unknown) => error);
  return { clock, requests, read };
}

const idsOf = (requests: readonly { readonly ids: readonly string[] }[]) =>
  requests.map(({ ids }) => ids);

test('a read that is alone leaves at once, as its own operation', async () => {
  const { clock, requests, read } = simulate();
  const startedAt = clock.now();
  expect(await clock.run(() => read('a'))).toBe('machine a');
  expect(clock.now() - startedAt).toBe(LATENCY);
  expect(requests[0]?.call.operation).toEqual({ operation: 'getInstanceStatus', instanceId: 'a' });
  expect(clock.sleeping).toBe(0);
});

test('reads that come while one is under way leave together', async () => {
  const { clock, requests, read } = simulate();
  const answers = await clock.run(() => Promise.all(['a', 'b', 'c'].map((id) => read(id))));
  expect(answers).toEqual(['machine a', 'machine b', 'machine c']);
  expect(idsOf(requests)).toEqual([['a'], ['b', 'c']]);
});

test('they wait no longer than a tenth of a second for company', async () => {
  const { clock, requests, read } = simulate();
  const startedAt = clock.now();
  await clock.run(() => Promise.all([read('a'), clock.sleep(50).then(() => read('b'))]));
  expect(clock.now() - startedAt).toBe(50 + 100 + LATENCY);
  expect(requests).toHaveLength(2);
});

test('a request asks for no more machines than it may, and for each once', async () => {
  const { clock, requests, read } = simulate();
  const ids = ['a', 'b', 'c', 'c', 'd', 'e', 'f'];
  const answers = await clock.run(() => Promise.all(ids.map((id) => read(id))));
  expect(answers).toEqual(ids.map((id) => `machine ${id}`));
  expect(idsOf(requests)).toEqual([['a'], ['b', 'c'], ['d', 'e', 'f']]);
});

test('many readers are no warning of a leak', async () => {
  const clock = new VirtualClock();
  const reads = new SharedReads<string>(
    async (ids) => {
      await clock.sleep(LATENCY);
      return new Map(ids.map((id) => [id, id]));
    },
    { clock },
  );
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  const operation = { operation: 'getInstanceStatus' };
  const ids = Array.from({ length: 50 }, (_, index) => `m-${index}`);
  await clock.run(() =>
    Promise.all(
      ids.map((id) => reads.read(id, { operation, signal: new AbortController().signal })),
    ),
  );
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

describe('of machines that are read together', () => {
  test('one that is unknown fails its own reader alone', async () => {
    const { clock, read } = simulate((id) => (id === 'b' ? undefined : `machine ${id}`));
    const [, unknown, known] = await clock.run(() =>
      Promise.all([read('a'), read('b'), read('c')]),
    );
    expect(unknown).toBeInstanceOf(InstanceNotFoundError);
    expect(unknown).toMatchObject({ instanceId: 'b', operation: 'getInstanceStatus' });
    expect(known).toBe('machine c');
  });

  test('one that cannot be read fails its own reader alone', async () => {
    const failure = new NetworkFailureError('No answer.', { operation: 'getInstanceStatuses' });
    const { clock, read } = simulate((id) => (id === 'b' ? failure : `machine ${id}`));
    const [, failed, known] = await clock.run(() => Promise.all([read('a'), read('b'), read('c')]));
    expect(failed).toBeInstanceOf(NetworkFailureError);
    expect(failed).toMatchObject({ instanceId: 'b', operation: 'getInstanceStatus' });
    expect(known).toBe('machine c');
  });

  test('all fail when the request does, each with its own id', async () => {
    const { clock, read } = simulate(() => {
      throw new NetworkFailureError('No answer.', { operation: 'getInstanceStatuses' });
    });
    const failed = await clock.run(() => Promise.all([read('a'), read('b'), read('c')]));
    expect(failed).toMatchObject(
      ['a', 'b', 'c'].map((instanceId) => ({ code: 'network_failure', instanceId })),
    );
  });
});

describe('a reader who gives up', () => {
  test('is answered at once, and takes nothing from the others', async () => {
    const { clock, requests, read } = simulate();
    const controller = new AbortController();
    const [, given, kept] = await clock.run(() =>
      Promise.all([
        read('a'),
        read('b', controller.signal),
        read('c'),
        clock.sleep(200).then(() => controller.abort()),
      ]),
    );
    expect(given).toBeInstanceOf(OperationAbortedError);
    expect(kept).toBe('machine c');
    expect(requests.some(({ cut }) => cut)).toBe(false);
  });

  test('has the request cut when no other waits for it', async () => {
    const { clock, requests, read } = simulate();
    const controller = new AbortController();
    await clock.run(() =>
      Promise.all([read('a', controller.signal), clock.sleep(200).then(() => controller.abort())]),
    );
    expect(requests).toMatchObject([{ cut: true }]);
    expect(clock.sleeping).toBe(0);
  });

  test('before the request has left is not in it', async () => {
    const { clock, requests, read } = simulate();
    const controller = new AbortController();
    await clock.run(() =>
      Promise.all([
        read('a'),
        read('b', controller.signal),
        clock.sleep(50).then(() => controller.abort()),
      ]),
    );
    expect(idsOf(requests)).toEqual([['a']]);
  });

  test('before the read makes no request', async () => {
    const { clock, requests, read } = simulate();
    expect(await clock.run(() => read('a', AbortSignal.abort()))).toBeInstanceOf(
      OperationAbortedError,
    );
    expect(requests).toEqual([]);
  });
});
