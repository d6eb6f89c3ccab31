import { describe, expect, test } from 'vitest';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { CallOptions } from '../contract/call-options.js';
import type { InstanceStatus } from '../contract/instance-status.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { ReadinessTimeoutError } from '../errors/readiness-timeout-error.js';
import { type WaitUntilReadyOptions, waitUntilReady } from './wait-until-ready.js';

const operation = { operation: 'getInstanceStatus', provider: 'tiny', instanceId: 'm-1' };
const status = (state: InstanceStatus['state'], more: Partial<InstanceStatus> = {}) => ({
  instanceId: 'm-1',
  state,
  ready: false,
  ...more,
});
const pending = status('pending');
const ready = status('running', { publicIp: '192.0.2.1', ready: true });
const unknown = new InstanceNotFoundError('tiny: there is no machine m-1.', operation);
const unreachable = new NetworkFailureError('tiny: no answer.', operation);

type Answer = InstanceStatus | Error | 'hangs' | 'hangs until it is aborted';

/** A cloud whose reads are answered in this order; the last answer is given again and again. */
class ScriptedProvider extends TinyProvider {
  readonly #answers: Answer[];
  readonly readAt: number[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];

  constructor(clock: VirtualClock, answers: readonly Answer[]) {
    super(clock);
    this.#answers = [...answers];
  }

  override async getInstanceStatus(_: string, options?: CallOptions): Promise<InstanceStatus> {
    this.readAt.push(this.clock.now());
    this.signals.push(options?.signal);
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    if (answer === undefined) throw new Error('no answer');
    if (answer instanceof Error) throw answer;
    if (answer === 'hangs') return new Promise(() => {});
    if (answer === 'hangs until it is aborted') {
      return new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      });
    }
    return answer;
  }
}

async function waiting(answers: readonly Answer[], options: WaitUntilReadyOptions = {}) {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const provider = new ScriptedProvider(clock, answers);
  const outcome = await clock.run(() =>
    waitUntilReady(provider, 'm-1', { clock, random: () => 0, ...options }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  );
  expect(clock.sleeping).toBe(0);
  return {
    ...outcome,
    readAt: provider.readAt.map((at) => at - startedAt),
    elapsedMs: clock.now() - startedAt,
    signals: provider.signals,
  };
}

describe('a machine that becomes ready', () => {
  test('is returned as soon as it is, with its status', async () => {
    const { readAt, elapsedMs, ...outcome } = await waiting([ready]);
    expect(Reflect.get(outcome, 'value')).toBe(ready);
    expect(readAt).toEqual([0]);
    expect(elapsedMs).toBe(0);
  });

  test('is read after pauses that grow from one second to five, less up to half by chance', async () => {
    const answers = [...Array<Answer>(6).fill(pending), ready];
    const least = await waiting(answers);
    expect(least).toMatchObject({ value: ready });
    expect(least.readAt).toEqual([0, 500, 1_500, 3_500, 6_000, 8_500, 11_000]);
    const most = await waiting(answers, { random: () => 0.999_999 });
    expect(most.readAt).toEqual([0, 1_000, 3_000, 7_000, 12_000, 17_000, 22_000]);
  });

  test('is read after pauses that can be set', async () => {
    const { readAt } = await waiting([pending, pending, pending, pending, ready], {
      minDelayMs: 100,
    });
    expect(readAt).toEqual([0, 50, 150, 350, 600]);
  });

  test('is not ready while it runs without an address, or is stopped', async () => {
    const answers = [status('running'), status('stopped'), pending, ready];
    const { readAt, ...outcome } = await waiting(answers);
    expect(outcome).toMatchObject({ value: ready });
    expect(readAt).toHaveLength(4);
  });

  test('has every status of it told, in order, and the teller waited for', async () => {
    const told: InstanceStatus[] = [];
    const clock = new VirtualClock();
    const provider = new ScriptedProvider(clock, [pending, unreachable, ready]);
    const onStatus = async (read: InstanceStatus) => {
      await clock.sleep(7_000);
      told.push(read);
    };
    await clock.run(() => waitUntilReady(provider, 'm-1', { clock, onStatus }));
    expect(told).toEqual([pending, ready]);
  });

  test('is waited for by the clock of the machine by default', async () => {
    const provider = new ScriptedProvider(new VirtualClock(), [pending, ready]);
    expect(await waitUntilReady(provider, 'm-1', { minDelayMs: 1 })).toBe(ready);
    expect(await waitUntilReady(provider, 'm-1')).toBe(ready);
  });
});

describe('a machine that has ended', () => {
  test('ends the wait at once, and the error says why', async () => {
    const told: InstanceStatus[] = [];
    const ended = status('terminated', { reason: 'spot reclaimed' });
    const { readAt, ...outcome } = await waiting([pending, ended, ready], {
      onStatus: (read) => void told.push(read),
    });
    expect(outcome).toHaveProperty('error', expect.any(InstanceNotFoundError));
    expect(outcome).toMatchObject({
      error: {
        message:
          'tiny: waitUntilReady of m-1: the machine has ended (spot reclaimed) and will not become ready. Create another one.',
        provider: 'tiny',
        operation: 'waitUntilReady',
        instanceId: 'm-1',
      },
    });
    expect(readAt).toHaveLength(2);
    expect(told).toEqual([pending, ended]);
  });

  test('ends the wait within the grace for unknown machines too', async () => {
    const { readAt, ...outcome } = await waiting([status('terminated')]);
    expect(outcome).toMatchObject({
      error: { message: expect.stringContaining('the machine has ended and will not') },
    });
    expect(readAt).toEqual([0]);
  });
});

describe('a machine that the cloud does not know', () => {
  test('may appear within ten seconds', async () => {
    const { readAt, ...outcome } = await waiting([unknown, unknown, unknown, unknown, ready]);
    expect(outcome).toMatchObject({ value: ready });
    expect(readAt).toEqual([0, 500, 1_500, 3_500, 6_000]);
  });

  test('is not waited for longer', async () => {
    const { readAt, ...outcome } = await waiting([unknown]);
    expect(Reflect.get(outcome, 'error')).toBe(unknown);
    expect(readAt).toEqual([0, 500, 1_500, 3_500, 6_000, 8_500, 11_000]);
  });

  test('is not waited for beyond a grace that can be set, to the millisecond', async () => {
    const shorter = await waiting([unknown], { notFoundGraceMs: 1_500 });
    expect(shorter.readAt).toEqual([0, 500, 1_500]);
    const longer = await waiting([unknown], { notFoundGraceMs: 1_501 });
    expect(longer.readAt).toEqual([0, 500, 1_500, 3_500]);
    const usual = await waiting([unknown], { minDelayMs: 20_000 });
    expect(usual.readAt).toEqual([0, 10_000]);
    const none = await waiting([unknown], { notFoundGraceMs: 0 });
    expect(none.readAt).toEqual([0]);
  });

  test('is gone when it was seen before', async () => {
    const { readAt, ...outcome } = await waiting([pending, unknown, ready]);
    expect(Reflect.get(outcome, 'error')).toBe(unknown);
    expect(readAt).toHaveLength(2);
  });
});

describe('a machine that is not ready in time', () => {
  test('is a ReadinessTimeoutError after five minutes by default', async () => {
    const { elapsedMs, ...outcome } = await waiting([pending]);
    expect(outcome).toHaveProperty('error', expect.any(ReadinessTimeoutError));
    expect(outcome).toMatchObject({
      error: { provider: 'tiny', operation: 'waitUntilReady', instanceId: 'm-1', retryable: true },
    });
    expect(elapsedMs).toBe(300_000);
  });

  test.each<Answer>([pending, unknown, unreachable, 'hangs', 'hangs until it is aborted'])(
    'is one at the deadline that was set, whatever the last read does: %s',
    async (answer) => {
      const options = { timeoutMs: 9_999, notFoundGraceMs: 60_000 };
      const { elapsedMs, signals, ...outcome } = await waiting([answer], options);
      expect(outcome).toHaveProperty('error', expect.any(ReadinessTimeoutError));
      expect(elapsedMs).toBe(9_999);
      expect(signals.at(-1)?.aborted).toBe(true);
    },
  );

  test('has the last failure of a read as its cause', async () => {
    const outcome = await waiting([pending, unreachable, pending], { timeoutMs: 5_000 });
    expect(outcome).toMatchObject({ error: { cause: unreachable } });
  });
});

describe('a read that fails', () => {
  test('for the network or by throttling is waited out, as long as the cloud asks', async () => {
    const limited = new RateLimitedError('too many', { ...operation, retryAfterMs: 20_000 });
    const { readAt, ...outcome } = await waiting([unreachable, limited, pending, ready]);
    expect(outcome).toMatchObject({ value: ready });
    expect(readAt).toEqual([0, 500, 20_500, 22_500]);
  });

  test.each<[string, Error]>([
    ['for the credentials', new InvalidCredentialsError('expired', operation)],
    ['with an error that is none of ours', new TypeError('a bug')],
  ])('%s ends the wait with that error', async (_, failure) => {
    const { readAt, ...outcome } = await waiting([pending, failure, ready]);
    expect(Reflect.get(outcome, 'error')).toBe(failure);
    expect(readAt).toHaveLength(2);
  });

  test('before it returns a promise ends the wait alike', async () => {
    const failure = new RangeError('at once');
    const clock = new VirtualClock();
    class Throwing extends TinyProvider {
      override getInstanceStatus(): Promise<InstanceStatus> {
        throw failure;
      }
    }
    const wait = clock.run(() => waitUntilReady(new Throwing(clock), 'm-1', { clock }));
    await expect(wait).rejects.toBe(failure);
    expect(clock.sleeping).toBe(0);
  });

  test.each([new Error('the terminal is gone'), unreachable, unknown, undefined])(
    'is not what onStatus throws: that ends the wait, also when it is %s',
    async (failure) => {
      const onStatus = () => Promise.reject(failure);
      const { readAt, ...outcome } = await waiting([pending, ready], { onStatus });
      expect(outcome).toHaveProperty('error');
      expect(Reflect.get(outcome, 'error')).toBe(failure);
      expect(readAt).toHaveLength(1);
    },
  );
});

describe('a signal', () => {
  test('that is aborted already keeps the machine from being read', async () => {
    const { readAt, ...outcome } = await waiting([ready], { signal: AbortSignal.abort() });
    expect(outcome).toHaveProperty('error', expect.any(OperationAbortedError));
    expect(readAt).toEqual([]);
  });

  test.each<Answer>([pending, unreachable, unknown, 'hangs', 'hangs until it is aborted'])(
    'ends the wait as soon as it is aborted, whatever the last read does: %s',
    async (answer) => {
      const clock = new VirtualClock();
      const startedAt = clock.now();
      const controller = new AbortController();
      const provider = new ScriptedProvider(clock, [answer]);
      const reason = new Error('the user pressed Ctrl-C');
      const error = await clock.run(() => {
        void clock.sleep(1_234).then(() => controller.abort(reason));
        const options = { clock, signal: controller.signal };
        return waitUntilReady(provider, 'm-1', options).catch((caught: unknown) => caught);
      });
      expect(error).toBeInstanceOf(OperationAbortedError);
      expect(error).toMatchObject({
        message: 'tiny: waitUntilReady of m-1 was aborted by its caller.',
        cause: reason,
      });
      expect(clock.now() - startedAt).toBe(1_234);
      expect(clock.sleeping).toBe(0);
    },
  );
});
