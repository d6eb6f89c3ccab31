import { describe, expect, it } from 'vitest';
import {
  clientOf,
  codeOfFailure,
  create,
  nextRequest,
  startToy,
  transports,
  untilSleeping,
} from '../testing/start-toy.js';
import type { Fault } from './fault.js';

/** Starts a toy cloud whose next creation goes wrong, and says how many machines there are. */
async function startFaulty(transport: (typeof transports)[number], fault: Fault) {
  const { emulator, clock } = await startToy();
  const handle = emulator.faults.add({ operation: 'POST /machines', fault });
  const count = () => emulator.state.machines.count();
  return { emulator, clock, handle, client: clientOf(emulator, transport), count };
}

describe.each(transports)('Faults over %s', (transport) => {
  it('refuse and resetBefore have no effect', async () => {
    for (const type of ['refuse', 'resetBefore'] as const) {
      const { client, count, emulator } = await startFaulty(transport, { type });
      const code = await codeOfFailure(create(client, 'a'));
      expect(code).toBe(
        type === 'refuse' && transport === 'in process' ? 'ECONNREFUSED' : 'ECONNRESET',
      );
      expect(count()).toBe(0);
      expect(emulator.requests.all()).toMatchObject([{ faults: [type], handled: false }]);
      expect(emulator.requests.all()[0]?.status).toBeUndefined();
    }
  });

  it('resetAfter has the effect and loses the answer', async () => {
    const { client, count, emulator, handle } = await startFaulty(transport, {
      type: 'resetAfter',
    });
    expect(await codeOfFailure(create(client, 'a'))).toBe('ECONNRESET');
    expect(count()).toBe(1);
    expect(handle.hits).toBe(1);
    expect(emulator.requests.all()).toMatchObject([{ faults: ['resetAfter'], handled: true }]);
    expect((await create(client, 'b')).status).toBe(201);
  });

  it.each([
    [{ type: 'hang' }, 0],
    [{ type: 'hang', afterEffect: true }, 1],
  ] as const)('%j keeps silent until the client gives up', async (fault, machines) => {
    const { client, count, emulator } = await startFaulty(transport, fault);
    const patience = new AbortController();
    const silent = nextRequest(emulator);
    const answer = client('/machines', {
      method: 'POST',
      body: '{"name":"a"}',
      signal: patience.signal,
    });
    const rejected = expect(answer).rejects.toThrow('out of patience');
    expect(await silent).toMatchObject({ faults: ['hang'], status: undefined });
    patience.abort(new Error('out of patience'));
    await rejected;
    expect(count()).toBe(machines);
  });

  it('hang ends when the emulator closes', async () => {
    const { client, emulator } = await startFaulty(transport, { type: 'hang' });
    const silent = nextRequest(emulator);
    const failed = codeOfFailure(create(client, 'a'));
    await silent;
    await emulator.close();
    expect(await failed).toBe(transport === 'http' ? 'UND_ERR_SOCKET' : 'ECONNRESET');
  });

  it('delay waits by the clock and has its effect even if the client has gone', async () => {
    const { client, clock, count, emulator } = await startFaulty(transport, {
      type: 'delay',
      ms: 5000,
    });
    const patience = new AbortController();
    const answer = client('/machines', {
      method: 'POST',
      body: '{"name":"a"}',
      signal: patience.signal,
    });
    const rejected = expect(answer).rejects.toThrow('out of patience');
    await untilSleeping(clock, 1);
    await clock.advance(4999);
    expect(count()).toBe(0);
    patience.abort(new Error('out of patience'));
    await rejected;
    const decided = nextRequest(emulator);
    await clock.advance(1);
    expect(await decided).toMatchObject({ faults: ['delay'], status: 201 });
    expect(count()).toBe(1);
  });

  it('delay goes together with another fault', async () => {
    const { client, clock, count, emulator } = await startFaulty(transport, {
      type: 'delay',
      ms: 5000,
    });
    emulator.faults.add({ fault: { type: 'resetAfter' } });
    const failed = codeOfFailure(create(client, 'a'));
    await untilSleeping(clock, 1);
    await clock.advance(5000);
    expect(await failed).toBe('ECONNRESET');
    expect(count()).toBe(1);
    expect(emulator.requests.all()).toMatchObject([{ faults: ['delay', 'resetAfter'] }]);
  });

  it('slowDrip sends the body bit by bit', async () => {
    const { client, clock } = await startFaulty(transport, {
      type: 'slowDrip',
      bytesPerChunk: 10,
      intervalMs: 1000,
    });
    const startedAt = clock.now();
    const response = await create(client, 'a');
    expect(response.status).toBe(201);
    let body: string | undefined;
    const read = response.text().then((text) => {
      body = text;
    });
    while (body === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      if (clock.sleeping > 0) await clock.advance(1000);
    }
    await read;
    expect(JSON.parse(body)).toMatchObject({ name: 'a' });
    expect(clock.now() - startedAt).toBe(Math.ceil(body.length / 10) * 1000);
  });

  it('truncated promises more than it sends', async () => {
    const { client, count } = await startFaulty(transport, { type: 'truncated' });
    const response = await create(client, 'a');
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(40);
    expect(await codeOfFailure(response.text())).toBe('UND_ERR_SOCKET');
    expect(count()).toBe(1);
  });

  it('truncated loses an answer that has no body', async () => {
    const { emulator } = await startToy();
    const client = clientOf(emulator, transport);
    await create(client, 'a');
    emulator.faults.add({ operation: /^DELETE/, fault: { type: 'truncated' } });
    const deletion = client('/machines/100', { method: 'DELETE' });
    expect(await codeOfFailure(deletion)).toBe('ECONNRESET');
    expect(emulator.state.machines.get(100)?.deletion.current).toBeDefined();
  });

  it.each([
    [{ type: 'html' }, 502, 0],
    [{ type: 'html', status: 504, afterEffect: true }, 504, 1],
  ] as const)("%j is a proxy's page", async (fault, status, machines) => {
    const { client, count, emulator } = await startFaulty(transport, fault);
    const response = await create(client, 'a');
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<html>');
    expect(count()).toBe(machines);
    expect(emulator.requests.all()).toMatchObject([{ status }]);
  });

  it('empty has the status without the body', async () => {
    const { client, count } = await startFaulty(transport, { type: 'empty' });
    const response = await create(client, 'a');
    expect([response.status, await response.text(), count()]).toEqual([201, '', 1]);
  });

  it('wrongContentType has the body under another type', async () => {
    for (const contentType of [undefined, 'application/octet-stream']) {
      const { client } = await startFaulty(transport, { type: 'wrongContentType', contentType });
      const response = await create(client, 'a');
      expect(response.headers.get('content-type')).toBe(contentType ?? 'text/html');
      expect(await response.json()).toMatchObject({ name: 'a' });
    }
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("status speaks in the cloud's own form (afterEffect: %s)", async (afterEffect, machines) => {
    const { client, count, emulator } = await startFaulty(transport, {
      type: 'status',
      status: 503,
      code: 'unavailable',
      message: 'come back later',
      headers: { 'retry-after': '7' },
      afterEffect,
    });
    const response = await create(client, 'a');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toEqual({ code: 'unavailable', message: 'come back later' });
    expect(count()).toBe(machines);
    expect(emulator.requests.all()).toMatchObject([
      { status: 503, errorCode: 'unavailable', handled: afterEffect },
    ]);
  });
});
