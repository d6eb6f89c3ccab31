import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { InvalidInputError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { clientOf, create, startToy, type ToyClient, transports } from '../testing/start-toy.js';
import { TOY_TOKEN, toyCloud } from '../testing/toy-cloud.js';
import { startEmulator } from './start-emulator.js';

const statusOf = async (client: ToyClient, id: number) => (await client(`/machines/${id}`)).json();

describe('startEmulator', () => {
  it.each(transports)(
    'runs a machine from pending to gone as the clock goes on (%s)',
    async (transport) => {
      const { emulator, clock } = await startToy();
      const client = clientOf(emulator, transport);
      const created = await create(client, 'a');
      expect(created.status).toBe(201);
      expect(await created.json()).toMatchObject({ id: 100, status: 'pending', address: null });
      await clock.advance(2000);
      expect(await statusOf(client, 100)).toMatchObject({ status: 'running', address: null });
      await clock.advance(1000);
      expect(await statusOf(client, 100)).toMatchObject({ address: '198.18.0.1' });
      expect((await client('/machines/100', { method: 'DELETE' })).status).toBe(204);
      expect(await statusOf(client, 100)).toMatchObject({ status: 'deleting' });
      await clock.advance(1000);
      expect((await client('/machines/100')).status).toBe(404);
      expect(emulator.meter.total()).toEqual({
        machineSeconds: 4,
        machines: 1,
        alive: 0,
        peakAlive: 1,
      });
    },
  );

  it('draws timings that are functions once for each machine', async () => {
    const { client, clock } = await startToy({
      timings: { runningMs: (random) => random.integer(1, 100_000) },
    });
    for (const name of ['a', 'b', 'c']) await create(client, name);
    const runningAfter = new Map<number, number>();
    for (let elapsed = 0; elapsed <= 100; elapsed++) {
      for (const id of [100, 101, 102]) {
        const { status } = Object(await statusOf(client, id));
        if (status === 'running' && !runningAfter.has(id)) runningAfter.set(id, elapsed);
      }
      await clock.advance(1000);
    }
    expect(new Set(runningAfter.values()).size).toBe(3);
  });

  it('hides new machines and shows old states for the consistency window, but not for creation', async () => {
    const { client, clock } = await startToy({ consistencyWindowMs: 1500 });
    await create(client, 'a');
    expect((await client('/machines/100')).status).toBe(404);
    expect(await (await client('/machines')).json()).toMatchObject({ total: 0 });
    expect((await create(client, 'a')).status).toBe(409);
    await clock.advance(1500);
    expect(await (await client('/machines')).json()).toMatchObject({ total: 1 });
    await client('/machines/100', { method: 'DELETE' });
    await clock.advance(1400);
    expect(await statusOf(client, 100)).toMatchObject({ status: 'pending' });
    expect((await client('/machines/100', { method: 'DELETE' })).status).toBe(404);
    await clock.advance(100);
    expect(await statusOf(client, 100)).toMatchObject({ status: 'deleting' });
    await clock.advance(1000);
    expect((await client('/machines/100')).status).toBe(404);
  });

  it('can lag in lists only', async () => {
    const { client } = await startToy({ consistencyWindowMs: { listMs: 1500 } });
    await create(client, 'a');
    expect((await client('/machines/100')).status).toBe(200);
    expect(await (await client('/machines')).json()).toMatchObject({ total: 0 });
  });

  it('enforces quotas and capacity, and takes others at any time', async () => {
    const { emulator, client } = await startToy({
      quotas: { machines: 1 },
      capacity: [{ type: 'big', available: 0 }],
    });
    expect((await create(client, 'a', { type: 'big' })).status).toBe(412);
    expect((await create(client, 'a')).status).toBe(201);
    expect((await create(client, 'b')).status).toBe(403);
    emulator.quotas.set('machines', 'unlimited');
    expect((await create(client, 'b')).status).toBe(201);
    emulator.capacity.set({ type: 'small' }, 0);
    expect((await create(client, 'c')).status).toBe(412);
  });

  it('enforces rate limits: the published ones, others, or none', async () => {
    const burst = { requests: { burst: 2, perSecond: 1 } };
    const limited = await startToy({ rateLimits: burst });
    const statuses = async ({ client }: { client: ToyClient }) =>
      [await client('/machines'), await client('/machines'), await client('/machines')].map(
        ({ status, headers }) => [status, headers.get('ratelimit-remaining')],
      );
    expect(await statuses(limited)).toEqual([
      [200, '1'],
      [200, '0'],
      [429, '0'],
    ]);
    await limited.clock.advance(1000);
    expect((await limited.client('/machines')).status).toBe(200);
    expect((await statuses(await startToy({ rateLimits: true }))).at(-1)).toEqual([200, '99997']);
    expect((await statuses(await startToy({ rateLimits: false }))).at(-1)?.[0]).toBe(200);
  });

  it('meters by the group that the caller chooses', async () => {
    const { emulator, client } = await startToy({ meterGroup: ({ tags }) => tags['owner'] ?? '' });
    await create(client, 'a', { tag: 'ci' });
    await create(client, 'b', { tag: 'preview' });
    expect(emulator.meter.group('ci')).toMatchObject({ machines: 1, alive: 1 });
  });

  it('accepts the documented token, or other ones', async () => {
    const { emulator, client } = await startToy({ credentials: ['mine'] });
    expect((await client('/machines')).status).toBe(401);
    const headers = { authorization: 'Bearer mine' };
    expect((await emulator.fetch('/machines', { headers })).status).toBe(200);
  });

  it('answers a defect as an internal error of the cloud and records it', async () => {
    const { emulator, client } = await startToy();
    const response = await client('/defect');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ code: 'internal', message: 'our fault' });
    const [request] = emulator.requests.all();
    expect(request).toMatchObject({ status: 500, errorCode: 'internal' });
    expect(request?.failure).toBeInstanceOf(TypeError);
    expect((await create(client, 'a')).status).toBe(201);
  });

  it('answers without a body when even rendering an error fails', async () => {
    const broken = new Error('no form');
    const renderError = () => {
      throw broken;
    };
    const emulator = await startEmulator({ ...toyCloud, renderError }, { port: false });
    expect((await emulator.fetch('/machines')).status).toBe(500);
    expect(emulator.requests.all()[0]?.failure).toBe(broken);
    await emulator.close();
  });

  it('has headers that belong to every answer also on errors, and the date of the clock', async () => {
    const { client } = await startToy();
    for (const path of ['/machines', '/machines/7', '/defect']) {
      const { headers } = await client(path);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
    }
  });

  it('replays exactly from the seed', async () => {
    const play = async (seed: number) => {
      const { emulator, client, clock } = await startToy({
        seed,
        port: false,
        consistencyWindowMs: { getMs: 800, listMs: 800, staleProbability: 0.5 },
        timings: { runningMs: (random) => random.integer(100, 3000) },
      });
      emulator.faults.add({ probability: 0.3, fault: { type: 'resetAfter' } });
      const seen: unknown[] = [];
      await clock.run(async () => {
        const worker = async (name: string) => {
          await create(client, name).catch(() => undefined);
          for (let poll = 0; poll < 10; poll++) {
            const answer = await client('/machines').then((response) => response.text(), String);
            seen.push([clock.now(), name, answer]);
            await clock.sleep(300);
          }
        };
        await Promise.all(['a', 'b', 'c'].map(worker));
      });
      return JSON.stringify([seen, emulator.requests.all()]);
    };
    expect(await play(1)).toBe(await play(1));
    expect(await play(1)).not.toBe(await play(2));
  });

  it('is reached under a given port, and only on this machine', async () => {
    const { emulator } = await startToy();
    const port = Number(new URL(emulator.url).port);
    expect(emulator.url).toBe(`http://127.0.0.1:${port}`);
    await emulator.close();
    const again = await startToy({ port });
    expect(again.emulator.url).toBe(emulator.url);
    expect((await clientOf(again.emulator, 'http')('/machines')).status).toBe(200);
    const elsewhere = connect(port, '::1');
    expect(await once(elsewhere, 'error')).toMatchObject([{ syscall: 'connect' }]);
  });

  it('says so when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await expect(startToy({ port })).rejects.toThrow(InvalidInputError);
    await expect(startToy({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
    other.close();
  });

  it('can be closed twice and looked into afterwards', async () => {
    const { emulator, client } = await startToy();
    await create(client, 'a');
    await Promise.all([emulator.close(), emulator.close()]);
    await emulator.close();
    expect(emulator.state.machines.count()).toBe(1);
    expect(emulator.requests.count()).toBe(1);
  });

  it('holds 10,000 machines and pages through them', async () => {
    const { emulator, client } = await startToy({ port: false });
    for (let id = 0; id < 10_000; id++) {
      emulator.state.create({ name: `m${id}`, type: 'small', tag: id % 100 ? '' : 'rare' });
    }
    const last = await client('/machines?page=400');
    expect(Object(await last.json()).machines).toHaveLength(25);
    expect(await (await client('/machines?tag=rare')).json()).toMatchObject({ total: 100 });
  });

  it.each([
    [{ port: 70_000 }, 'options.port must be a whole number from 0 to 65535'],
    [{ port: '80' }, 'options.port must be a whole number from 0 to 65535 or false'],
    [{ clock: {} }, 'options.clock must have'],
    [{ seed: {} }, 'options.seed'],
    [{ timings: { runningMs: -1 } }, 'options.timings.runningMs must be a number of milliseconds'],
    [{ timings: { walkingMs: 1 } }, 'options.timings.walkingMs is not a known field'],
    [{ quotas: { machines: 1.5 } }, 'options.quotas.machines must be a whole number'],
    [
      { rateLimits: { requests: { burst: 0, perSecond: 1 } } },
      'options.rateLimits.requests.burst must be',
    ],
    [{ rateLimits: 'off' }, 'options.rateLimits'],
    [{ consistencyWindowMs: -5 }, 'options.consistencyWindowMs'],
    [{ capacity: [{ type: 'x' }] }, 'options.capacity.0.available'],
    [{ capacity: [{ market: 'black', available: 1 }] }, 'options.capacity.0.market'],
    [{ meterGroup: 'owner' }, 'options.meterGroup'],
    [{ requestLogSize: -1 }, 'options.requestLogSize'],
    [{ consistencyWindow: 5 }, 'options.consistencyWindow is not a known field'],
  ])('refuses %j', async (options, message) => {
    const start = async (given: object) =>
      Reflect.apply(startEmulator, undefined, [toyCloud, given]);
    await expect(start(options)).rejects.toThrow(InvalidInputError);
    await expect(start(options)).rejects.toThrow(message);
  });

  it('takes options that are given as undefined as not given', async () => {
    const { client } = await startToy({ seed: undefined, quotas: { machines: undefined } });
    expect((await create(client, 'a')).status).toBe(201);
  });

  it('uses the machine’s own clock without another', async () => {
    const before = Date.now();
    const emulator = await startEmulator(toyCloud);
    const headers = { authorization: `Bearer ${TOY_TOKEN}` };
    await emulator.fetch('/machines', { headers });
    await emulator.close();
    expect(emulator.requests.all()[0]?.at).toBeGreaterThanOrEqual(before);
    expect(emulator.clock).not.toBeInstanceOf(VirtualClock);
  });
});
