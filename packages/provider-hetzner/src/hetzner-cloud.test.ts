import { EventEmitter, once } from 'node:events';
import { hetznerFaults } from '@stagely/cloud-emulators';
import { hashIdempotencyKey, NetworkFailureError } from '@stagely/core';
import { InstanceLockedError, LaunchTakenError, SharedReads } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { ActionWaiter } from './actions/action-waiter.js';
import { Catalogue } from './catalogue/catalogue.js';
import { HetznerClient } from './client/hetzner-client.js';
import { HetznerCloud } from './hetzner-cloud.js';
import { readInstances } from './instances/read-instances.js';
import { ServerAddresses } from './instances/server-addresses.js';
import { ServerLabels } from './instances/server-labels.js';
import type { HetznerInstance } from './instances/to-managed-instance.js';
import { parseHetznerSpec } from './parse-hetzner-spec.js';
import { startCloud, TOKEN } from './testing/start-cloud.js';

const operation = { provider: 'hetzner', operation: 'createInstance', idempotencyKey: 'key' };
const keyHash = hashIdempotencyKey('key');
const own: Record<string, string> = { 'stagely-managed': '1', 'stagely-key': keyHash };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What the Hetzner Cloud brings to creations, on its own, with one server of the key. */
async function start({ timings = {}, labels = own } = {}) {
  const { emulator, state, clock, run } = await startCloud({ timings });
  const held = new EventEmitter();
  const pending = new Map<string, Request>();
  let holding: string | undefined;
  const client = new HetznerClient({
    token: TOKEN,
    clock,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const what = `${request.method} ${new URL(request.url).pathname}`;
      if (what !== holding) return emulator.fetch(request);
      pending.set(what, request);
      held.emit('request');
      await once(held, 'answer', { signal: request.signal });
      return emulator.fetch(request);
    },
  });
  const backoff = { minDelayMs: 1_000, maxDelayMs: 1_000, random: () => 0.5 };
  const cloud = new HetznerCloud({
    client,
    catalogue: new Catalogue(client, { clock, ttlMs: 60_000 }),
    actions: new ActionWaiter(client, clock, backoff),
    addresses: new ServerAddresses(client, clock, silent),
    labels: new ServerLabels(client, 0),
    reads: new SharedReads<HetznerInstance>(
      (ids, call) => readInstances(ids, call, { client, logger: silent }),
      {
        clock,
      },
    ),
    clock,
    backoff,
    visibilityWindowMs: 0,
    actionTimeoutMs: 30_000,
  });
  const input = { size: 'small', architecture: 'amd64', idempotencyKey: 'key' } as const;
  const spec = await parseHetznerSpec(input, { location: 'nbg1', now: clock.now() });
  const [plan = { serverType: 'cx23', image: 'debian-12' }] = await cloud.plan(spec, { operation });
  const { id } = state.plantServer({ name: `stagely-${keyHash}`, labels });
  /** The next request of a kind, which is not answered. */
  const holdNext = async (what: string): Promise<Request> => {
    holding = what;
    while (!pending.has(what)) await once(held, 'request');
    holding = undefined;
    return pending.get(what) ?? expect.unreachable();
  };
  return { emulator, state, run, cloud, client, spec, plan, id: String(id), holdNext };
}

type Started = Awaited<ReturnType<typeof start>>;

const server = '/v1/servers/500000001';
const requests: [string, string, (started: Started, signal: AbortSignal) => Promise<unknown>][] = [
  [
    'the look for a key',
    'GET /v1/servers',
    ({ cloud, spec }, signal) => cloud.findByKey(spec, { operation, signal }),
  ],
  [
    'the read of a server',
    `GET ${server}`,
    ({ cloud, id }, signal) => cloud.readInstance(id, { operation, signal }),
  ],
  [
    'the read of its actions',
    `GET ${server}/actions`,
    ({ cloud, id }, signal) =>
      cloud.confirmLaunch({ instanceId: id, warnings: [] }, { operation, signal }),
  ],
  [
    'the look at its addresses',
    `GET ${server}`,
    ({ cloud, id }, signal) => cloud.requestEnd(id, { operation, signal }),
  ],
  [
    'its deletion',
    `DELETE ${server}`,
    ({ cloud, id }, signal) => cloud.requestEnd(id, { operation, signal }),
  ],
  ...(['adopted', 'abandoned'] as const).flatMap((mark): typeof requests => [
    [
      `the read before the mark ${mark}`,
      `GET ${server}`,
      ({ cloud, id }, signal) => cloud.markInstance(id, mark, true, { operation, signal }),
    ],
    [
      `the mark ${mark}`,
      `PUT ${server}`,
      ({ cloud, id }, signal) => cloud.markInstance(id, mark, true, { operation, signal }),
    ],
  ]),
];

describe('a request', () => {
  it.each(requests)('is aborted with its call: %s', async (_, what, begin) => {
    const started = await start();
    const controller = new AbortController();
    const asking = started.holdNext(what);
    const settled = begin(started, controller.signal).catch((error: unknown) => error);
    const request = await asking;
    expect(request.signal.aborted).toBe(false);
    controller.abort();
    expect(request.signal.aborted).toBe(true);
    expect(await settled).toMatchObject({ name: 'AbortError' });
  });
});

describe('the look for a key', () => {
  it('finds the servers of the key that are not being deleted, and no others', async () => {
    const { cloud, state, run, spec, id } = await start();
    state.plantServer({ name: 'other-key', labels: { ...own, 'stagely-key': 'f'.repeat(32) } });
    state.plantServer({ name: 'not-managed', labels: { 'stagely-key': keyHash } });
    const ended = state.plantServer({ name: 'ended', labels: own });
    state.setServerStatus(ended.id, 'deleting');
    const found = await run(() => cloud.findByKey(spec, { operation }));
    expect(found.map(({ instanceId }) => instanceId)).toEqual([id]);
  });
});

describe('a create request whose name is taken', () => {
  it('says so with the refusal as its cause, whatever other servers there are', async () => {
    const { cloud, state, run, spec, plan } = await start();
    state.plantServer({ name: 'somebody-else', labels: {} });
    const launching = run(() =>
      cloud.launch(spec, plan, { operation, creator: 'a', generation: 0 }),
    );
    const error = await launching.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LaunchTakenError);
    expect(error).toMatchObject({ cause: { code: 'uniqueness_error' } });
  });

  it('fails with the contract’s error when it cannot be seen by whom', async () => {
    const { cloud, emulator, run, spec, plan } = await start();
    const fault = { type: 'status', status: 401, code: 'unauthorized' } as const;
    emulator.faults.add({ operation: 'GET /v1/servers', fault });
    const launching = run(() =>
      cloud.launch(spec, plan, { operation, creator: 'a', generation: 0 }),
    );
    await expect(launching).rejects.toMatchObject({ ...operation, code: 'invalid_credentials' });
  });

  it('by a server of somebody else says which, and what to do', async () => {
    const { cloud, run, spec, plan, id } = await start({ labels: {} });
    const name = `stagely-${keyHash}`;
    const launching = run(() =>
      cloud.launch(spec, plan, { operation, creator: 'a', generation: 0 }),
    );
    await expect(launching).rejects.toMatchObject({
      message: `hetzner: createInstance failed: the idempotency key stands for the server name ${name}, which a server has that Stagely did not make with this key (${id}). Use another key, or rename or delete that server.`,
      issues: [
        {
          path: 'spec.idempotencyKey',
          message: `stands for the server name ${name}, which a server has that Stagely did not make with this key`,
        },
      ],
    });
  });
});

describe('the wait for a creation', () => {
  async function launch(createMs: number) {
    const started = await start({ timings: { createMs } });
    const { cloud, run, spec, plan } = started;
    const other = { ...spec, idempotencyKeyHash: 'f'.repeat(32) };
    const launched = await run(() =>
      cloud.launch(other, plan, { operation, creator: 'a', generation: 0 }),
    );
    return { ...started, launched };
  }

  it('says in the end what was waited for', async () => {
    const { cloud, run, launched } = await launch(3_600_000);
    await expect(run(() => cloud.confirmLaunch(launched, { operation }))).rejects.toMatchObject({
      code: 'readiness_timeout',
      message: expect.stringContaining('waited 30 s for Hetzner to finish the creation'),
    });
  });

  it('asks for the actions of a server whose create answer was lost', async () => {
    const { cloud, emulator, run, launched } = await launch(1_000);
    const { instanceId } = launched;
    await run(() => cloud.confirmLaunch({ instanceId, warnings: [] }, { operation }));
    expect(emulator.requests.count('GET /v1/servers/{id}/actions')).toBe(1);
  });

  it.each(['GET /v1/actions', 'GET /v1/servers/{id}/actions'])(
    'for a server that is gone says so: %s',
    async (read) => {
      const { cloud, emulator, run, launched } = await launch(1_000);
      const { instanceId } = launched;
      const fault = { type: 'status', status: 404, code: 'not_found' } as const;
      emulator.faults.add({ operation: read, fault });
      const lost = { instanceId, warnings: [] };
      const waiting = run(() =>
        cloud.confirmLaunch(read === 'GET /v1/actions' ? launched : lost, { operation }),
      );
      await expect(waiting).rejects.toMatchObject({ code: 'instance_not_found' });
    },
  );
});

describe('the request for an end', () => {
  it('resolves with ended once Hetzner has carried it out', async () => {
    const { cloud, state, run, id } = await start();
    expect(await run(() => cloud.requestEnd(id, { operation }))).toBe('ended');
    expect(state.server(Number(id))?.status).toBe('gone');
  });

  it('resolves with requested when it is not known what became of it', async () => {
    const { cloud, emulator, run, id } = await start();
    emulator.faults.add({
      operation: 'GET /v1/actions',
      fault: { type: 'status', status: 403, code: 'forbidden' },
    });
    expect(await run(() => cloud.requestEnd(id, { operation }))).toBe('requested');
  });

  it('of a locked server is refused as such, for the reason that Hetzner gave', async () => {
    const { cloud, emulator, run, id } = await start();
    emulator.faults.add({ operation: 'DELETE /v1/servers/{id}', fault: hetznerFaults.locked });
    const error = await run(() => cloud.requestEnd(id, { operation })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InstanceLockedError);
    expect(error).toMatchObject({ cause: expect.any(NetworkFailureError) });
    expect(error).toMatchObject({ cause: { providerCode: 'locked' } });
  });
});
