import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerServer } from '../client/resources/server.js';
import { startCloud, TOKEN } from '../testing/start-cloud.js';
import { ServerLabels } from './server-labels.js';

const call = { operation: { provider: 'hetzner', operation: 'setExpiry', instanceId: '1' } };

/** Another process, which replaces labels by what it has read before, each time that this one has changed them. */
async function startWithRival(
  undoes: number,
  rivals: (left: number) => Record<string, string> = (left) => ({ rival: `${left}` }),
) {
  const { emulator, state } = await startCloud();
  const { id } = state.plantServer({ name: 'own', labels: { env: 'x' } });
  const rival = new HetznerClient({ token: TOKEN, fetch: emulator.fetch });
  const methods: string[] = [];
  let left = undoes;
  const client = new HetznerClient({
    token: TOKEN,
    fetch: async (input, init) => {
      const { method = 'GET' } = input instanceof Request ? input : (init ?? {});
      methods.push(method);
      const response = await emulator.fetch(input, init);
      if (method !== 'PUT' || left-- <= 0) return response;
      await rival.servers.changeLabels(id, { env: 'x', ...rivals(left) });
      return response;
    },
  });
  const labels = () => Object.fromEntries(state.server(id)?.labels ?? []);
  const change = (server: HetznerServer) => ({ ...server.labels, lease: '1' });
  const replace = (visibilityWindowMs = 0) =>
    new ServerLabels(client, visibilityWindowMs).change(id, change, call);
  return { methods, labels, replace };
}

describe('labels', () => {
  it('are replaced once where nobody interferes, and looked at once more', async () => {
    const { methods, labels, replace } = await startWithRival(0);
    await replace();
    expect(labels()).toEqual({ env: 'x', lease: '1' });
    expect(methods).toEqual(['GET', 'PUT', 'GET']);
  });

  it('are not replaced where they are as they should be', async () => {
    const { methods, replace } = await startWithRival(0);
    await replace();
    methods.length = 0;
    await replace();
    expect(methods).toEqual(['GET']);
  });

  it('are replaced again when another process has undone it, whose change stays', async () => {
    const { methods, labels, replace } = await startWithRival(4);
    await replace();
    expect(labels()).toEqual({ env: 'x', rival: '0', lease: '1' });
    expect(methods.filter((method) => method === 'PUT')).toHaveLength(5);
  });

  it('are replaced again when another process has set the same ones to something else', async () => {
    const { methods, labels, replace } = await startWithRival(1, () => ({ lease: '2' }));
    await replace();
    expect(labels()).toEqual({ env: 'x', lease: '1' });
    expect(methods).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET']);
  });

  it('are given up when they are undone again and again', async () => {
    const { methods, replace } = await startWithRival(5);
    await expect(replace()).rejects.toMatchObject({
      code: 'network_failure',
      message:
        'hetzner: setExpiry of 1 failed: the labels of the server were changed 5 times, and others have undone it each time. Try again.',
    });
    expect(methods.filter((method) => method === 'PUT')).toHaveLength(5);
  });

  it('are not looked at where reads lag, and would show what was before', async () => {
    const { methods, labels, replace } = await startWithRival(0);
    await replace(10_000);
    expect(labels()).toEqual({ env: 'x', lease: '1' });
    expect(methods).toEqual(['GET', 'PUT']);
  });
});

/** Two servers, whose requests to read or change labels are answered when the test says so. */
async function startGated() {
  const { emulator, state } = await startCloud();
  const ids = [1, 2].map((number) => state.plantServer({ name: `own-${number}` }).id);
  const [id = 0, otherId = 0] = ids;
  const asked: string[] = [];
  const gate = new EventEmitter();
  let mayPass = 0;
  const client = new HetznerClient({
    token: TOKEN,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(`${request.method} ${request.url.split('/').at(-1)}`);
      gate.emit('asked');
      while (mayPass === 0) await once(gate, 'open', { signal: request.signal });
      mayPass--;
      return emulator.fetch(request);
    },
  });
  const labels = new ServerLabels(client, 0);
  const add = (name: string, serverId = id, signal?: AbortSignal) =>
    labels.change(serverId, (server) => ({ ...server.labels, [name]: '1' }), { ...call, signal });
  const labelsOf = (serverId: number) => Object.fromEntries(state.server(serverId)?.labels ?? []);
  const open = (requests = Number.POSITIVE_INFINITY) => {
    mayPass += requests;
    gate.emit('open');
  };
  const untilAsked = async (requests: number) => {
    while (asked.length < requests) await once(gate, 'asked');
  };
  return { labels, asked, untilAsked, open, add, labelsOf, id, otherId };
}

describe('changes of labels that are asked for at once', () => {
  it('are made one after the other, so that none undoes another', async () => {
    const { asked, open, add, labelsOf, id } = await startGated();
    const changes = ['a', 'b', 'c'].map((name) => add(name));
    open();
    await Promise.all(changes);
    expect(labelsOf(id)).toEqual({ a: '1', b: '1', c: '1' });
    const one = [`GET ${id}`, `PUT ${id}`, `GET ${id}`];
    expect(asked).toEqual([...one, ...one, ...one]);
  });

  it('are made one after the other also when one is asked for after another has ended', async () => {
    const { asked, untilAsked, open, add, id } = await startGated();
    const [first, second] = [add('a'), add('b')];
    open(3);
    await first;
    await untilAsked(4);
    const third = add('c');
    open();
    await Promise.all([second, third]);
    const one = [`GET ${id}`, `PUT ${id}`, `GET ${id}`];
    expect(asked).toEqual([...one, ...one, ...one]);
  });

  it('are forgotten when they have ended', async () => {
    const { labels, open, add, otherId } = await startGated();
    const changes = [add('a'), add('b'), add('c', otherId)];
    expect(labels.size).toBe(2);
    open();
    await Promise.all(changes);
    expect(labels.size).toBe(0);
  });

  it('do not wait for those of another server', async () => {
    const { asked, untilAsked, open, add, labelsOf, id, otherId } = await startGated();
    const changes = [add('a'), add('b', otherId)];
    await untilAsked(2);
    expect(asked).toEqual([`GET ${id}`, `GET ${otherId}`]);
    open();
    await Promise.all(changes);
    expect([labelsOf(id), labelsOf(otherId)]).toEqual([{ a: '1' }, { b: '1' }]);
  });

  it('go on after one that failed', async () => {
    const { untilAsked, open, add, labelsOf, id } = await startGated();
    const leaving = new AbortController();
    const failed = add('a', id, leaving.signal);
    const changed = add('b');
    await untilAsked(1);
    leaving.abort(new Error('left'));
    await expect(failed).rejects.toThrow('left');
    open();
    await changed;
    expect(labelsOf(id)).toEqual({ b: '1' });
  });

  it('can be left before their turn, and are not made then', async () => {
    const { asked, untilAsked, open, add, labelsOf, id } = await startGated();
    const leaving = new AbortController();
    const changes = [add('a'), add('b', id, leaving.signal), add('c')];
    await untilAsked(1);
    leaving.abort(new Error('left'));
    await expect(changes[1]).rejects.toThrow('left');
    expect(asked).toHaveLength(1);
    open();
    await Promise.all([changes[0], changes[2]]);
    expect(labelsOf(id)).toEqual({ a: '1', c: '1' });
  });
});
