import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { clientOf, create, startToy, untilSleeping } from '../testing/start-toy.js';
import { TOY_TOKEN } from '../testing/toy-cloud.js';
import type { RecordedRequest } from './recorded-request.js';

describe('The request log', () => {
  it('keeps what came and what was answered', async () => {
    const { emulator, client, clock } = await startToy();
    await clock.advance(1500);
    await create(client, 'a');
    await client('/machines?tag=x&tag=y&page=1');
    expect(emulator.requests.all()).toMatchObject([
      {
        sequence: 1,
        at: clock.now(),
        method: 'POST',
        path: '/machines',
        operation: 'POST /machines',
        body: '{"name":"a"}',
        bodyBytes: 12,
        status: 201,
        handled: true,
        faults: [],
      },
      { sequence: 2, query: { tag: ['x', 'y'], page: ['1'] }, status: 200 },
    ]);
  });

  it('never keeps what authorises a request', async () => {
    const { emulator } = await startToy();
    const headers = {
      authorization: `Bearer ${TOY_TOKEN}`,
      cookie: 'session=hidden-1',
      'x-amz-security-token': 'hidden-2',
      'x-harmless': 'shown',
    };
    await emulator.fetch(
      '/machines?X-Amz-Signature=hidden-3&X-Amz-Credential=hidden-4&access_token=hidden-5&page=1',
      { headers },
    );
    const [request] = emulator.requests.all();
    const text = JSON.stringify(request);
    expect(text).not.toContain(TOY_TOKEN);
    expect(text).not.toContain('hidden');
    expect(request).toMatchObject({ headers: { 'x-harmless': 'shown' }, query: { page: ['1'] } });
  });

  it('keeps the start of a long body and its size', async () => {
    const { emulator, client } = await startToy();
    await client('/machines', { method: 'POST', body: 'x'.repeat(200_000) });
    const [request] = emulator.requests.all();
    expect(request?.body).toHaveLength(65_536);
    expect(request?.bodyBytes).toBe(200_000);
  });

  it('keeps as many requests as it was told and counts them all', async () => {
    const { emulator, client } = await startToy({ requestLogSize: 3 });
    for (let page = 1; page <= 5; page++) await client(`/machines?page=${page}`);
    await client('/nonsense');
    expect(emulator.requests.all().map(({ sequence }) => sequence)).toEqual([4, 5, 6]);
    expect(emulator.requests.count()).toBe(6);
    expect(emulator.requests.count('GET /machines')).toBe(5);
    expect(emulator.requests.count('POST /machines')).toBe(0);
    expect(emulator.requests.countByOperation()).toEqual(
      new Map([
        ['GET /machines', 5],
        ['unknown', 1],
      ]),
    );
    emulator.requests.clear();
    expect([emulator.requests.all(), emulator.requests.count()]).toEqual([[], 0]);
  });

  it('shows a request under way without a status', async () => {
    const { emulator, client, clock } = await startToy();
    emulator.faults.add({ fault: { type: 'delay', ms: 1000 } });
    const answer = client('/machines');
    await untilSleeping(clock, 1);
    expect(emulator.requests.all()).toMatchObject([{ sequence: 1, handled: false }]);
    expect(emulator.requests.all()[0]?.status).toBeUndefined();
    await clock.advance(1000);
    await answer;
    expect(emulator.requests.all()).toMatchObject([{ sequence: 1, handled: true, status: 200 }]);
  });

  it('tells each listener of each request until it unsubscribes', async () => {
    const { emulator } = await startToy();
    const client = clientOf(emulator, 'http');
    const seen: RecordedRequest[] = [];
    const unsubscribe = emulator.requests.onRequest((request) => seen.push(request));
    await client('/machines');
    await client('/machines/7');
    unsubscribe();
    await client('/machines');
    expect(seen).toMatchObject([
      { operation: 'GET /machines', status: 200 },
      { operation: 'GET /machines/{id}', status: 404, errorCode: 'not_found' },
    ]);
  });

  it('survives a listener that throws, with a warning', async () => {
    const { emulator, client } = await startToy();
    emulator.requests.onRequest(() => {
      throw new Error('listener out of order');
    });
    const warned = once(process, 'warning');
    expect((await client('/machines')).status).toBe(200);
    expect(await warned).toMatchObject([{ message: 'listener out of order' }]);
  });
});
