import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { ManagedInstance } from '../creation/managed-instance.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { type EndInstanceOptions, endInstance } from './end-instance.js';
import { InstanceLockedError, type TerminationCloud } from './termination-cloud.js';

const operation = { provider: 'acme', operation: 'terminateInstance', instanceId: 'm-1' };

const running: ManagedInstance = {
  instanceId: 'm-1',
  state: 'running',
  ready: true,
  region: 'north',
  instanceType: 'first',
  architecture: 'amd64',
  spotInstance: false,
  tags: {},
};

type Answer<T> = (attempt: number, atMs: number) => T;

/** Ends `m-1` on a cloud that answers as it is told: by the number of the request, from 1, and the time. */
async function end(
  requestEnd: Answer<'ended' | 'requested'>,
  readInstance: Answer<ManagedInstance>,
  options: Partial<EndInstanceOptions> & { readonly visibilityWindowMs?: number } = {},
) {
  const { visibilityWindowMs = 0, ...settings } = options;
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const requests: number[] = [];
  const reads: number[] = [];
  const cloud: TerminationCloud = {
    visibilityWindowMs,
    requestEnd: async () => {
      const atMs = clock.now() - startedAt;
      return requestEnd(requests.push(atMs), atMs);
    },
    readInstance: async () => {
      const atMs = clock.now() - startedAt;
      return readInstance(reads.push(atMs), atMs);
    },
  };
  const error = await clock.run(() =>
    endInstance(
      cloud,
      'm-1',
      { operation },
      { clock, backoff: { random: () => 0 }, ...settings },
    ).catch((thrown: unknown) => thrown),
  );
  expect(clock.sleeping).toBe(0);
  return { error, requests, reads, tookMs: clock.now() - startedAt };
}

const requested = (): 'requested' => 'requested';
const stays = () => running;
const locked = (cause?: unknown) => (): never => {
  throw new InstanceLockedError('Busy.', { cause });
};

describe('a machine that does not go', () => {
  test.each([
    [undefined, 60_000],
    [7_000, 7_000],
  ])('is told as long after as is set: %s', async (timeoutMs, tookMs) => {
    const result = await end(requested, stays, { timeoutMs });
    expect(result.error).toBeInstanceOf(NetworkFailureError);
    expect(result.error).toMatchObject({
      ...operation,
      message: `acme: terminateInstance of m-1 could not see the machine gone within ${tookMs / 1_000} s. Try again.`,
    });
    expect(result.tookMs).toBe(tookMs);
  });

  test('is told with what its last read failed with', async () => {
    const failure = new NetworkFailureError('No answer.', operation);
    const { error } = await end(requested, () => {
      throw failure;
    });
    expect(error).toMatchObject({ code: 'network_failure', cause: failure });
    expect(error).not.toBe(failure);
  });

  test.each([
    [undefined, 15_000],
    [30_000, 30_000],
  ])(
    'is asked to end again, as long after the last time as is set: %s',
    async (repeatAfterMs, everyMs) => {
      const { requests } = await end(requested, stays, {
        repeatAfterMs,
        backoff: { minDelayMs: 500, maxDelayMs: 500, random: () => 0.999_999 },
      });
      const expected = [];
      // The read that finds it still there ends the wait, and the next step asks.
      for (let at = 0; at < 60_000; at += everyMs + 500) expected.push(at);
      expect(requests).toEqual(expected);
    },
  );
});

describe('a machine that is locked', () => {
  const because =
    'acme: terminateInstance of m-1 could not see the machine gone within 60 s, because it is locked by something else under way. Try again.';

  test('is told with what the cloud said', async () => {
    const cause = new Error('server is locked');
    const { error } = await end(locked(cause), stays);
    expect(error).toMatchObject({ ...operation, message: because, cause });
  });

  test('is told also where the cloud said nothing', async () => {
    const { error } = await end(locked(), stays);
    expect(error).toMatchObject({ message: because, cause: { message: 'Busy.' } });
    expect(error).toHaveProperty('cause.name', 'InstanceLockedError');
  });

  test('is not said to be locked once the deletion was accepted', async () => {
    const { error } = await end((attempt) => (attempt === 1 ? locked()() : 'requested'), stays);
    expect(String(error)).toContain('could not see the machine gone within 60 s. Try again.');
  });
});

describe('a machine is gone', () => {
  test('at once when its read shows the end', async () => {
    const result = await end(requested, () => ({ ...running, state: 'terminated' }));
    expect(result).toEqual({ error: undefined, requests: [0], reads: [0], tookMs: 0 });
  });

  test('at once when it is not found after the deletion was accepted', async () => {
    const result = await end(
      requested,
      () => {
        throw new InstanceNotFoundError('Gone.', operation);
      },
      { visibilityWindowMs: 10_000 },
    );
    expect(result).toEqual({ error: undefined, requests: [0], reads: [0], tookMs: 0 });
  });

  test('when a read shows the end, looked for after 1 s and then less often, up to every 5 s', async () => {
    const { reads } = await end(requested, (attempt) =>
      attempt === 6 ? { ...running, state: 'terminated' } : running,
    );
    expect(reads).toEqual([0, 500, 1_500, 3_500, 6_000, 8_500]);
  });

  test('not as long as it is only stopped', async () => {
    const { reads, error } = await end(requested, (attempt) => ({
      ...running,
      state: attempt === 3 ? 'terminated' : 'stopped',
    }));
    expect([error, reads.length]).toEqual([undefined, 3]);
  });

  test('when it was never found from the beginning of the window to its end', async () => {
    const { error, requests, tookMs } = await end(
      () => {
        throw new InstanceNotFoundError('No.', operation);
      },
      stays,
      { visibilityWindowMs: 8_500 },
    );
    expect(error).toBeUndefined();
    expect(requests).toEqual([0, 500, 1_500, 3_500, 6_000, 8_500]);
    expect(tookMs).toBe(8_500);
  });

  test('when it was asked to end again and is not found then', async () => {
    const { error, requests } = await end(
      (attempt) => {
        if (attempt === 1) return 'requested';
        throw new InstanceNotFoundError('No.', operation);
      },
      stays,
      { visibilityWindowMs: 50_000 },
    );
    expect(error).toBeUndefined();
    expect(requests).toHaveLength(2);
  });
});

test('what the delete request is refused with is told as it is', async () => {
  const refusal = new TypeError('a defect');
  const { error, requests } = await end(() => {
    throw refusal;
  }, stays);
  expect(error).toBe(refusal);
  expect(requests).toEqual([0]);
});

test('a delete request that is refused with nothing is refused all the same', async () => {
  const clock = new VirtualClock();
  const cloud: TerminationCloud = {
    visibilityWindowMs: 0,
    requestEnd: () => Promise.reject(undefined),
    readInstance: async () => running,
  };
  const ending = endInstance(cloud, 'm-1', { operation }, { clock }).then(
    () => 'gone',
    (thrown: unknown) => ({ thrown }),
  );
  expect(await clock.run(() => ending)).toEqual({ thrown: undefined });
});
