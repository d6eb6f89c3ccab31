import { createServer, get } from 'node:http';
import { VirtualClock } from '@stagely/core/plugin';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tinyHarness } from '../test/tiny-harness.js';
import { checkHarness } from './check-harness.js';
import { letEventLoopTurn } from './event-loop.js';
import { echoInAnswer, echoInError, loseAnswer, refuseRequest } from './faults.js';
import { Observer, type Step } from './observer.js';

const server = createServer((_, response) => response.end('answer'));
let url = '';

beforeAll(
  () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
        resolve();
      });
    }),
);
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

let observer: Observer;
let answered: string[];

beforeEach(() => {
  answered = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    answered.push(`${request.method} ${new URL(request.url).pathname}`);
    return new Response('answer');
  };
  observer = new Observer(checkHarness({ ...tinyHarness(), clock: new VirtualClock(), fetch }));
});

function fetchAt(path: string, init?: RequestInit): Promise<Response> {
  const { fetch = globalThis.fetch } = observer.context;
  return fetch(`http://cloud.invalid${path}`, init);
}

describe('requests are seen', () => {
  test('when they are made with the fetch of the context', async () => {
    const seen = await observer.observe(async () => {
      await fetchAt('/one');
      return observer.requests;
    });
    expect(seen).toBe(1);
  });

  test('when they are made with the global fetch', async () => {
    const steps: Step[] = [];
    const seen = await observer.observe(async () => {
      await observer.watchSteps(
        (step) => steps.push(step),
        () => fetch(url),
      );
      return observer.requests;
    });
    expect(seen).toBe(1);
    expect(steps).toEqual(['request']);
  });

  test('when they are made with node:http', async () => {
    const seen = await observer.observe(async () => {
      await new Promise((resolve) => get(url, (response) => response.resume().on('end', resolve)));
      return observer.requests;
    });
    expect(seen).toBe(1);
  });

  test('only while a case is observed', async () => {
    await observer.observe(async () => undefined);
    await fetch(url);
    await observer.observe(async () => expect(observer.requests).toBe(0));
  });
});

describe('steps', () => {
  test('are requests, answers and waits, and tell a request that is repeated', async () => {
    const steps: string[] = [];
    await observer.watchSteps(
      (step, repetitions) => steps.push(`${step} ${repetitions}`),
      async () => {
        await fetchAt('/create', { method: 'POST' });
        for (let reads = 0; reads < 3; reads++) {
          await fetchAt('/read');
          await observer.context.clock?.sleep(0, AbortSignal.abort()).catch(() => undefined);
        }
        await fetchAt('/create', { method: 'POST' });
      },
    );
    expect(steps).toEqual([
      ...['request 0', 'answer 0'],
      ...['request 0', 'answer 0', 'sleep 0'],
      ...['request 1', 'answer 1', 'sleep 1'],
      ...['request 2', 'answer 2', 'sleep 2'],
      ...['request 0', 'answer 0'],
    ]);
  });

  test('let an abort cut the request that is about to leave', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const cut = observer.watchSteps(
      () => controller.abort(),
      () => fetchAt('/one', { signal }),
    );
    await expect(cut).rejects.toThrow('aborted');
    expect(answered).toEqual([]);
  });

  test('are told to nobody afterwards', async () => {
    const steps: Step[] = [];
    await observer.watchSteps((step) => steps.push(step), letEventLoopTurn.bind(undefined, 1));
    await fetchAt('/one');
    expect(steps).toEqual([]);
  });
});

describe('a fault', () => {
  test('keeps one request from the cloud', async () => {
    const { met } = await observer.withFault(refuseRequest(1), async () => {
      await fetchAt('/one');
      await expect(fetchAt('/two')).rejects.toThrow(TypeError);
      await fetchAt('/two');
      await fetchAt('/three');
    });
    expect(met).toBe(3);
    expect(answered).toEqual(['GET /one', 'GET /two', 'GET /three']);
  });

  test('loses one answer', async () => {
    await observer.withFault(loseAnswer(0), async () => {
      await expect(fetchAt('/one')).rejects.toThrow(TypeError);
      await fetchAt('/two');
    });
    expect(answered).toEqual(['GET /one', 'GET /two']);
  });

  test('can tell the whole request, in an error or in an answer', async () => {
    const init = { method: 'POST', body: 'the body', headers: { authorization: 'the token' } };
    await observer.withFault(echoInError, async () => {
      await expect(fetchAt('/one', init)).rejects.toThrow(/the token[\s\S]*the body/);
    });
    await observer.withFault(echoInAnswer(422), async () => {
      const { fetch = globalThis.fetch } = observer.context;
      const response = await fetch(new Request('http://cloud.invalid/one', init));
      expect(response.status).toBe(422);
      expect(await response.text()).toMatch(/the token[\s\S]*the body/);
    });
    expect(answered).toEqual([]);
  });
});

test('log lines are kept with all that their fields show, for one case', async () => {
  await observer.observe(async () => {
    observer.context.logger?.warn({ deep: { secret: 'field-value' } }, 'the message');
    expect(observer.lines.join()).toMatch(/the message[\s\S]*field-value/);
  });
  await observer.observe(async () => expect(observer.lines).toEqual([]));
});
