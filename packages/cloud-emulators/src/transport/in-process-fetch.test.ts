import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { codeOfFailure, create, startToy, untilSleeping } from '../testing/start-toy.js';
import { TOY_TOKEN } from '../testing/toy-cloud.js';

const authorization = `Bearer ${TOY_TOKEN}`;

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What a weak reference was asked for stays until the end of the turn.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

describe('fetch inside the process', () => {
  it('takes paths, addresses and requests, for any host', async () => {
    const { emulator } = await startToy({ port: false });
    const headers = { authorization };
    const sent = [
      emulator.fetch('/machines', { headers }),
      emulator.fetch(`${emulator.url}/machines`, { headers }),
      emulator.fetch(new URL('https://api.cloud.test/machines'), { headers }),
      emulator.fetch(new Request('https://api.cloud.test/machines', { headers })),
    ];
    for (const answer of sent) expect((await answer).status).toBe(200);
    expect(emulator.requests.all().map(({ headers }) => headers['host'])).toEqual([
      'toy.invalid',
      'toy.invalid',
      'api.cloud.test',
      'api.cloud.test',
    ]);
  });

  it('takes no time of the clock', async () => {
    const { emulator, client } = await startToy({ port: false });
    const clock = new VirtualClock();
    await clock.run(async () => {
      const elsewhere = async () => {
        for (let step = 0; step < 1000; step++) await clock.sleep(1);
      };
      const busy = elsewhere();
      const startedAt = clock.now();
      const response = await create(client, 'a');
      expect(await response.json()).toMatchObject({ name: 'a' });
      await (await client('/machines')).text();
      expect(clock.now()).toBe(startedAt);
      await busy;
    });
    expect(emulator.requests.count()).toBe(2);
  });

  it('rejects with the reason of a signal, before and while it serves', async () => {
    const { emulator, client } = await startToy();
    const reason = new Error('changed my mind');
    const signal = AbortSignal.abort(reason);
    await expect(client('/machines', { signal })).rejects.toBe(reason);
    expect(emulator.requests.count()).toBe(0);

    emulator.faults.add({ fault: { type: 'delay', ms: 5000 } });
    const later = new AbortController();
    const rejected = expect(client('/machines', { signal: later.signal })).rejects.toBe(reason);
    later.abort(reason);
    await rejected;
  });

  it('listens to the signal of a request object', async () => {
    const { emulator } = await startToy();
    emulator.faults.add({ fault: { type: 'hang' } });
    const patience = new AbortController();
    const request = new Request(`${emulator.url}/machines`, { signal: patience.signal });
    const rejected = expect(emulator.fetch(request)).rejects.toThrow('enough');
    patience.abort(new Error('enough'));
    await rejected;
  });

  it('listens to the signal of a request object that nobody else holds', async () => {
    const { emulator } = await startToy();
    emulator.faults.add({ fault: { type: 'hang' } });
    const patience = new AbortController();
    const send = () =>
      emulator.fetch(new Request(`${emulator.url}/machines`, { signal: patience.signal }));
    const rejected = expect(send()).rejects.toThrow('enough');
    await collectGarbage();
    patience.abort(new Error('enough'));
    await rejected;
  });

  it('ends a dripping body with the signal', async () => {
    const { emulator, client, clock } = await startToy();
    emulator.faults.add({ fault: { type: 'slowDrip', intervalMs: 1000 } });
    const patience = new AbortController();
    const response = await client('/machines', { signal: patience.signal });
    const rejected = expect(response.text()).rejects.toThrow('enough');
    patience.abort(new Error('enough'));
    await rejected;
    expect(clock.sleeping).toBe(0);
  });

  it('stops dripping when the body is cancelled', async () => {
    const { emulator, client, clock } = await startToy();
    emulator.faults.add({ fault: { type: 'slowDrip', intervalMs: 1000 } });
    const response = await client('/machines');
    await response.body?.cancel();
    expect(clock.sleeping).toBe(0);
  });

  it('answers HEAD without a body', async () => {
    const { client } = await startToy();
    const response = await client('/machines', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('refuses a body that is too large as the cloud does', async () => {
    const { client } = await startToy();
    const body = new Uint8Array(1_000_001);
    expect((await client('/machines', { method: 'POST', body })).status).toBe(413);
  });

  it('refuses connections after close and resets those under way', async () => {
    const { emulator, client, clock } = await startToy();
    emulator.faults.add({ fault: { type: 'delay', ms: 5000 } });
    const waiting = codeOfFailure(client('/machines'));
    await untilSleeping(clock, 1);
    await emulator.close();
    expect(await waiting).toBe('ECONNRESET');
    expect(await codeOfFailure(client('/machines'))).toBe('ECONNREFUSED');
  });

  it('rejects what no fetch could send', async () => {
    const { emulator } = await startToy();
    await expect(emulator.fetch('/machines', { body: 'x' })).rejects.toThrow(TypeError);
    await expect(emulator.fetch('http://[broken')).rejects.toThrow(TypeError);
  });
});
