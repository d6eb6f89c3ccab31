import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { makeSpec } from '../creation/testing/make-spec.js';
import { SimulatedCloud, type Step } from '../creation/testing/simulated-cloud.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { endInstance } from './end-instance.js';
import { InstanceLockedError } from './termination-cloud.js';

const operation = { provider: 'acme', operation: 'terminateInstance', instanceId: 'm-1' };
const WINDOW = 10_000;

async function simulate(visibilityWindowMs = 0) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs });
  const launch = { operation, creator: 'x', generation: 0 };
  await clock.run(async () => cloud.launch(await makeSpec(), 'first', launch));
  await clock.advance(60_000);
  const requests: Step['method'][] = [];
  const end = (signal?: AbortSignal, instanceId = 'm-1') =>
    clock.run(() =>
      endInstance(cloud, instanceId, { operation, signal }, { clock }).catch(
        (error: unknown) => error,
      ),
    );
  const on = (react: (step: Step) => void | Promise<void>) => {
    cloud.onStep = (step) => {
      if (step.moment === 'before') requests.push(step.method);
      return react(step);
    };
  };
  on(() => undefined);
  return { clock, cloud, end, on, requests };
}

test.each([0, WINDOW])('it returns once reads show the end: %d ms later', async (window) => {
  const { clock, cloud, end, requests } = await simulate(window);
  const startedAt = clock.now();
  expect(await end()).toBeUndefined();
  expect(clock.now() - startedAt).toBeGreaterThanOrEqual(window);
  expect(requests[0]).toBe('requestEnd');
  expect(requests).toContain('readInstance');
  expect(cloud.live).toEqual([]);
});

test('it does not read where the answer shows the end', async () => {
  const { cloud, end, requests } = await simulate();
  const requestEnd = cloud.requestEnd.bind(cloud);
  cloud.requestEnd = async (...request) => {
    await requestEnd(...request);
    return 'ended';
  };
  expect(await end()).toBeUndefined();
  expect(requests).toEqual(['requestEnd']);
});

test('what is not found is gone only when it is not found for the whole window', async () => {
  const { clock, end, requests } = await simulate(WINDOW);
  const startedAt = clock.now();
  expect(await end(undefined, 'm-unknown')).toBeUndefined();
  expect(clock.now() - startedAt).toBeGreaterThanOrEqual(WINDOW);
  expect(requests.length).toBeGreaterThan(2);
});

test('a request that was under way when the window ended says nothing of what is there after it', async () => {
  const { clock, end, on, requests } = await simulate(WINDOW);
  const startedAt = clock.now();
  let asked = 0;
  on(({ moment }) => {
    if (moment === 'after') return;
    asked++;
    if (asked > 1) return;
    // It was answered by what the window still hides, and the answer takes until after the window.
    return clock.sleep(WINDOW).then(() => {
      throw new InstanceNotFoundError('No.', operation);
    });
  });
  expect(await end()).toBeUndefined();
  expect(clock.now() - startedAt).toBeGreaterThan(WINDOW);
  expect(requests.filter((method) => method === 'requestEnd').length).toBeGreaterThan(1);
});

test('what is not found where nothing lags is gone at once', async () => {
  const { end, requests } = await simulate();
  expect(await end(undefined, 'm-unknown')).toBeUndefined();
  expect(requests).toEqual(['requestEnd']);
});

test('a machine that shows up within the window is ended', async () => {
  const { cloud, end, on } = await simulate(WINDOW);
  let unknown = 2;
  on(({ method, moment }) => {
    if (method === 'requestEnd' && moment === 'before' && unknown-- > 0) {
      throw new InstanceNotFoundError('Not yet.', operation);
    }
  });
  expect(await end()).toBeUndefined();
  expect(cloud.live).toEqual([]);
});

test('a locked machine is tried again until it can be ended', async () => {
  const { cloud, end, on } = await simulate();
  let locked = 4;
  on(({ method, moment }) => {
    if (method === 'requestEnd' && moment === 'before' && locked-- > 0) {
      throw new InstanceLockedError('Busy.');
    }
  });
  expect(await end()).toBeUndefined();
  expect(cloud.live).toEqual([]);
});

test('a machine that was locked and is then not found is gone', async () => {
  const { end, on, requests } = await simulate(WINDOW);
  on(({ method, moment }) => {
    if (method !== 'requestEnd' || moment === 'after') return;
    if (requests.length > 1) throw new InstanceNotFoundError('Gone.', operation);
    throw new InstanceLockedError('Being deleted.');
  });
  expect(await end()).toBeUndefined();
  expect(requests).toEqual(['requestEnd', 'requestEnd']);
});

test('a machine that stays locked is an error that says so, after a minute', async () => {
  const { clock, end, on } = await simulate();
  const cause = new Error('server is locked');
  on(({ method }) => {
    if (method === 'requestEnd') throw new InstanceLockedError('Busy.', { cause });
  });
  const startedAt = clock.now();
  const error = await end();
  expect(error).toBeInstanceOf(NetworkFailureError);
  expect(error).toMatchObject({ ...operation, retryable: true, cause });
  expect(String(error)).toContain('locked');
  expect(clock.now() - startedAt).toBe(60_000);
  expect(clock.sleeping).toBe(0);
});

test('a refused delete request is not repeated', async () => {
  const { end, on, requests } = await simulate();
  const refusal = new RateLimitedError('Slow down.', operation);
  on(({ method }) => {
    if (method === 'requestEnd') throw refusal;
  });
  expect(await end()).toBe(refusal);
  expect(requests).toEqual(['requestEnd']);
});

test('what fails while the end is looked for is waited out', async () => {
  const { cloud, end, on } = await simulate();
  let failures = 3;
  on(({ method, moment }) => {
    if (method === 'readInstance' && moment === 'before' && failures-- > 0) {
      throw new NetworkFailureError('No answer.', operation);
    }
  });
  expect(await end()).toBeUndefined();
  expect(cloud.live).toEqual([]);
});

test('a deletion that was accepted and did nothing is asked for again', async () => {
  const { cloud, end, requests } = await simulate();
  const requestEnd = cloud.requestEnd.bind(cloud);
  let ignored = 0;
  cloud.requestEnd = async (...request) => (ignored++ === 0 ? 'requested' : requestEnd(...request));
  expect(await end()).toBeUndefined();
  expect(cloud.live).toEqual([]);
  expect(requests.filter((method) => method === 'requestEnd')).toHaveLength(1);
});

test('a machine that does not go is an error', async () => {
  const { cloud, end } = await simulate();
  cloud.requestEnd = async () => 'requested';
  expect(await end()).toMatchObject({ code: 'network_failure', ...operation });
});

test('an abort ends it', async () => {
  const { clock, end, on } = await simulate();
  const controller = new AbortController();
  on(({ method }) => {
    if (method === 'readInstance') controller.abort();
  });
  expect(await end(controller.signal)).toBeInstanceOf(OperationAbortedError);
  expect(clock.sleeping).toBe(0);
});
