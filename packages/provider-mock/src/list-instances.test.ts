import {
  hashIdempotencyKey,
  type InstanceFilter,
  type InstanceSpec,
  InvalidInputError,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const small: InstanceSpec = { size: 'small', architecture: 'amd64' };

async function list(mock: MockProvider, filter?: InstanceFilter) {
  const listed = [];
  for await (const instance of mock.listInstances(filter)) listed.push(instance);
  return listed;
}

const ids = async (mock: MockProvider, filter?: InstanceFilter) =>
  (await list(mock, filter)).map(({ instanceId }) => instanceId);

describe('listInstances', () => {
  it('tells everything of an instance', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    const expiresAt = new Date(clock.now() + 1_000);
    const { instanceId } = await mock.createInstance({
      ...small,
      tags: { team: 'seven' },
      idempotencyKey: 'build-17',
      expiresAt,
    });
    expect(await list(mock)).toEqual([
      {
        ...(await mock.getInstanceStatus(instanceId)),
        region: 'mock-1',
        instanceType: 'mock.small',
        tags: { team: 'seven' },
        idempotencyKeyHash: hashIdempotencyKey('build-17'),
        expiresAt,
      },
    ]);
  });

  it('lists nothing when there is nothing', async () => {
    expect(await list(new MockProvider())).toEqual([]);
  });

  it('gives tags back as they went in, whatever they are', async () => {
    const mock = new MockProvider();
    const entries: [string, string][] = [
      ['branch', 'feature/foo.bar'],
      ['empty', ''],
      ['smile', '😀 — ünïcödé'],
      ['clé', 'valeur'],
      ['constructor', 'a'],
      ['__proto__', 'b'],
      ['toString', 'c'],
      ['Team', 'upper'],
      ['team', 'lower'],
      [' spaced ', ' out '],
    ];
    const tags = Object.fromEntries(entries);
    await mock.createInstance({ ...small, tags });
    await mock.createInstance(small);
    const [first, second] = await list(mock);
    expect(Object.entries(first?.tags ?? {})).toEqual(entries);
    expect(Object.entries(second?.tags ?? {})).toEqual([]);
    for (const [key, value] of entries) {
      expect(await ids(mock, { tags: Object.fromEntries([[key, value]]) }), key).toEqual([
        'mock-000001',
      ]);
    }
    expect(await ids(mock, { tags })).toEqual(['mock-000001']);
  });

  it('keeps the tags of an instance apart from what the caller does to them', async () => {
    const mock = new MockProvider();
    const tags: Record<string, string> = { a: '1' };
    await mock.createInstance({ ...small, tags });
    tags['a'] = '2';
    const [listed] = await list(mock);
    if (listed) Object.assign(listed.tags, { a: '3' });
    expect((await list(mock))[0]?.tags).toEqual({ a: '1' });
  });

  it('filters by tags, all of which must fit', async () => {
    const mock = new MockProvider();
    await mock.createInstance({ ...small, tags: { a: '1', b: '2' } });
    await mock.createInstance({ ...small, tags: { a: '1' } });
    expect(await ids(mock, { tags: { a: '1' } })).toEqual(['mock-000001', 'mock-000002']);
    expect(await ids(mock, { tags: { a: '1', b: '2' } })).toEqual(['mock-000001']);
    expect(await ids(mock, { tags: { a: '2' } })).toEqual([]);
    expect(await ids(mock, { tags: {} })).toHaveLength(2);
  });

  it('filters by key and by region', async () => {
    const mock = new MockProvider();
    await mock.createInstance({ ...small, idempotencyKey: 'one' });
    await mock.createInstance({ ...small, idempotencyKey: 'two', region: 'mock-2' });
    expect(await ids(mock, { idempotencyKey: 'two' })).toEqual(['mock-000002']);
    expect(await ids(mock, { idempotencyKey: 'three' })).toEqual([]);
    expect(await ids(mock, { region: 'mock-1' })).toEqual(['mock-000001']);
    expect(await ids(mock, { region: 'mock-1', idempotencyKey: 'two' })).toEqual([]);
  });

  it('leaves out ended instances unless it is asked for them', async () => {
    const mock = new MockProvider();
    for (let count = 0; count < 3; count++) await mock.createInstance(small);
    await mock.terminateInstance('mock-000001');
    mock.stopInstance('mock-000002');
    expect(await ids(mock)).toEqual(['mock-000002', 'mock-000003']);
    expect(await ids(mock, { includeTerminated: true })).toHaveLength(3);
  });

  it.each<[object, string]>([
    [{ region: 'mars-1' }, 'filter.region'],
    [{ tags: { a: 1 } }, 'filter.tags.a'],
    [{ state: 'running' }, 'filter.state'],
  ])('refuses the filter %j', async (filter, path) => {
    const mock = new MockProvider();
    const listing: AsyncIterable<unknown> = Reflect.apply(mock.listInstances, mock, [filter]);
    const failed = listing[Symbol.asyncIterator]().next();
    await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
    await expect(failed).rejects.toMatchObject({ issues: [{ path }] });
    expect(mock.calls).toEqual([]);
  });

  it('ends when the signal is aborted, before it and on the way', async () => {
    const mock = new MockProvider();
    for (let count = 0; count < 3; count++) await mock.createInstance(small);
    const controller = new AbortController();
    const { signal } = controller;
    const seen: string[] = [];
    const read = async () => {
      for await (const { instanceId } of mock.listInstances({}, { signal })) {
        seen.push(instanceId);
        if (seen.length === 2) controller.abort('enough');
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(seen).toEqual(['mock-000001', 'mock-000002']);
    await expect(read()).rejects.toMatchObject({ code: 'aborted' });
    expect(seen).toHaveLength(2);
  });

  it('can be left early', async () => {
    const mock = new MockProvider();
    await mock.createInstance(small);
    await mock.createInstance(small);
    for await (const { instanceId } of mock.listInstances()) {
      expect(instanceId).toBe('mock-000001');
      break;
    }
    expect(mock.calls.at(-1)).toMatchObject({ operation: 'listInstances', outcome: 'succeeded' });
  });
});
