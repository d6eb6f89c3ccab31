import { startHetznerEmulator } from '@stagely/cloud-emulators';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerAction } from '../client/resources/action.js';
import { TOKEN } from '../testing/start-cloud.js';
import { ActionWaiter } from './action-waiter.js';

const READ = 'GET /v1/actions';

async function start() {
  const clock = new VirtualClock();
  const emulator = await startHetznerEmulator({
    clock,
    port: false,
    quotas: { servers: 'unlimited', primaryIps: 'unlimited' },
    timings: { createMs: 4_000, startMs: 3_000 },
  });
  onTestFinished(() => emulator.close());
  let latest: AbortSignal | undefined;
  const client = new HetznerClient({
    token: TOKEN,
    clock,
    fetch: (input, init) => {
      const request = new Request(input, init);
      latest = request.signal;
      return emulator.fetch(request);
    },
  });
  const backoff = { minDelayMs: 1_000, maxDelayMs: 1_000, random: () => 1 };
  const waiter = new ActionWaiter(client, clock, backoff);
  let made = 0;
  const create = async () => {
    const builder = client.servers.build(`server-${made++}`).serverType('cx23');
    return (await builder.image('debian-12').create()).action;
  };
  /** The signal of the latest request. */
  const latestSignal = () => latest;
  return { clock, emulator, waiter, create, latestSignal };
}

describe('the wait for actions', () => {
  it('ends when the action does', async () => {
    const { clock, waiter, create, emulator } = await start();
    const action = await create();
    const finished = await clock.run(() => waiter.untilFinished(action));
    expect(finished).toMatchObject({ id: action.id, status: 'success' });
    expect(clock.now() - Date.parse('2026-01-01')).toBe(4_000);
    expect(emulator.requests.count(READ)).toBe(4);
    expect(clock.sleeping).toBe(0);
  });

  it('makes no request for an action that has ended, whatever error it carries', async () => {
    const { waiter, create, emulator } = await start();
    const action = { ...(await create()), status: 'success', error: { code: 'x', message: 'x' } };
    expect(await waiter.untilFinished(action)).toBe(action);
    expect(emulator.requests.count(READ)).toBe(0);
  });

  it('is not ended by an error on an action that still runs', async () => {
    const { clock, waiter, create, emulator } = await start();
    emulator.state.setBehaviour({ errorOnEveryAction: true });
    const action = await create();
    expect(action).toMatchObject({ status: 'running', error: { code: 'action_failed' } });
    const finished = await clock.run(() => waiter.untilFinished(action));
    expect(finished.status).toBe('success');
  });

  it('asks for all actions that are waited for together, twenty-five at a time', async () => {
    const { clock, waiter, create, emulator } = await start();
    const actions: HetznerAction[] = [];
    for (let index = 0; index < 60; index++) actions.push(await create());
    await clock.run(() => Promise.all(actions.map((action) => waiter.untilFinished(action))));
    const sizes = emulator.requests
      .all()
      .filter(({ operation }) => operation === READ)
      .map(({ query }) => query['id']?.length);
    expect(sizes).toEqual([25, 25, 10, 25, 25, 10, 25, 25, 10, 25, 25, 10]);
  });

  it('makes no request for none where there are twenty-five', async () => {
    const { clock, waiter, create, emulator } = await start();
    const actions: HetznerAction[] = [];
    for (let index = 0; index < 25; index++) actions.push(await create());
    await clock.run(() => Promise.all(actions.map((action) => waiter.untilFinished(action))));
    expect(emulator.requests.count(READ)).toBe(4);
  });

  it.each([
    { what: 'the end of both', fault: undefined, lastRead: 4, kept: { status: 'fulfilled' } },
    {
      what: 'a refusal',
      fault: { type: 'status', status: 401, code: 'unauthorized' } as const,
      lastRead: 1,
      kept: { status: 'rejected', reason: { code: 'unauthorized' } },
    },
  ])('tells $what only to who still waits for it', async ({ fault, lastRead, kept }) => {
    const { clock, waiter, create, emulator } = await start();
    const leaving = new AbortController();
    if (fault !== undefined) emulator.faults.add({ operation: READ, fault });
    emulator.requests.onRequest(() => {
      if (emulator.requests.count(READ) === lastRead) leaving.abort('enough');
    });
    const actions = [await create(), await create()] as const;
    const waits = [
      waiter.untilFinished(actions[0], leaving.signal),
      waiter.untilFinished(actions[1]),
    ];
    const settled = await clock.run(() => Promise.allSettled(waits));
    expect(settled).toMatchObject([{ status: 'rejected', reason: 'enough' }, kept]);
    expect(emulator.requests.count(READ)).toBe(lastRead);
  });

  it('may be for one action by several', async () => {
    const { clock, waiter, create, emulator } = await start();
    const action = await create();
    const waits = [waiter.untilFinished(action), waiter.untilFinished(action)];
    const finished = await clock.run(() => Promise.all(waits));
    expect(finished.map(({ status }) => status)).toEqual(['success', 'success']);
    expect(emulator.requests.count(READ)).toBe(4);
  });

  it('tolerates throttling, 5xx and dropped connections', async () => {
    const { clock, waiter, create, emulator } = await start();
    const action = await create();
    for (const fault of [
      { type: 'status', status: 503, code: 'unavailable' },
      { type: 'status', status: 429, code: 'rate_limit_exceeded' },
      { type: 'resetBefore' },
      { type: 'html', status: 502 },
    ] as const) {
      emulator.faults.add({ operation: READ, fault });
    }
    const finished = await clock.run(() => waiter.untilFinished(action));
    expect(finished.status).toBe('success');
    expect(emulator.requests.count(READ)).toBe(5);
  });

  it('ends for all when the API refuses to tell', async () => {
    const { clock, waiter, create, emulator } = await start();
    const actions = [await create(), await create()];
    const refusal = { type: 'status', status: 401, code: 'unauthorized' } as const;
    emulator.faults.add({ operation: READ, fault: refusal });
    const waits = actions.map((action) => waiter.untilFinished(action));
    const settled = await clock.run(() => Promise.allSettled(waits));
    expect(settled.map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
      'unauthorized',
      'unauthorized',
    ]);
    expect(clock.sleeping).toBe(0);
  });

  it('goes on for the others when one gives up, and ends with the last', async () => {
    const { clock, waiter, create } = await start();
    const controllers = [new AbortController(), new AbortController()];
    const action = await create();
    const waits = controllers.map(({ signal }) => waiter.untilFinished(action, signal));
    const settled = Promise.allSettled(waits);
    controllers[0]?.abort('enough');
    await clock.advance(1_500);
    expect(clock.sleeping).toBe(1);
    controllers[1]?.abort('enough');
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(clock.sleeping).toBe(0);
  });

  it('aborts its request when nobody waits any more', async () => {
    const { clock, waiter, create, emulator, latestSignal } = await start();
    const controller = new AbortController();
    const action = await create();
    emulator.faults.add({ operation: READ, fault: { type: 'hang' } });
    const waiting = waiter.untilFinished(action, controller.signal).catch((reason) => reason);
    await clock.advance(1_500);
    expect(emulator.requests.count(READ)).toBe(1);
    expect(latestSignal()?.aborted).toBe(false);
    controller.abort('enough');
    expect(await waiting).toBe('enough');
    expect(latestSignal()?.aborted).toBe(true);
  });
});
