import { DIGITALOCEAN_TEST_TOKEN } from '@stagely/cloud-emulators';
import { hashIdempotencyKey } from '@stagely/core';
import { SharedReads } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { keyBucketTag, MANAGED_TAG } from '../droplets/droplet-marks.js';
import { toDropletName } from '../droplets/droplet-name.js';
import { readDroplets } from '../listing/read-droplets.js';
import { parseDropletSpec } from '../parse-droplet-spec.js';
import { errorOf } from '../testing/error-of.js';
import { smallSpec } from '../testing/small-spec.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';
import { DropletCreation } from './droplet-creation.js';

const READ = 'GET /v2/droplets/{id}';
const ACTIONS = 'GET /v2/droplets/{id}/actions';
const ACTION = 'GET /v2/actions/{id}';

const keyHash = hashIdempotencyKey('key');
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What DigitalOcean brings to creations, on its own; `alter` changes what the API answers. */
async function start(alter: (answer: string) => string = (answer) => answer) {
  const { clock, emulator, state } = await startDigitalOcean();
  const operation = { provider: 'digitalocean', operation: 'createInstance' };
  const client = new DigitalOceanClient(DIGITALOCEAN_TEST_TOKEN, {
    endpoint: emulator.url,
    requestTimeoutMs: 30_000,
    clock,
    fetch: async (input, init) => {
      const answer = await emulator.fetch(input, init);
      const { status, headers } = answer;
      const text = alter(await answer.text());
      return new Response(status === 204 ? null : text, { status, headers });
    },
  });
  const cloud = new DropletCreation({
    client,
    reads: new SharedReads<Droplet>((ids, call) => readDroplets(client, ids, call), { clock }),
    catalogue: new Catalogue(client, { clock, ttlMs: 60_000, logger: silent }),
    visibilityWindowMs: 0,
    endInstance: async () => undefined,
  });
  const input = { ...smallSpec, idempotencyKey: 'key' };
  const spec = await parseDropletSpec(input, { defaultRegion: 'fra1', now: clock.now() });
  const plant = () => {
    const name = toDropletName({
      idempotencyKeyHash: keyHash,
      specHash: spec.specHash,
      creator: '0123456789ab',
    });
    return state.droplets.plant({ name, tags: [MANAGED_TAG, keyBucketTag(keyHash)] });
  };
  const launch = () =>
    clock.run(() =>
      cloud.launch(
        spec,
        { size: 's-1vcpu-1gb' },
        { operation, creator: '0123456789ab', generation: 0 },
      ),
    );
  const find = () => clock.run(() => cloud.findByKey(spec, { operation }));
  const read = (instanceId: string, signal?: AbortSignal) =>
    clock.run(() => cloud.readInstance(instanceId, { operation, signal }));
  return { clock, emulator, state, spec, plant, launch, find, read };
}

/** The answer to a question after a droplet's actions, with one that is as given. */
const withAction = (action: object) => (answer: string) =>
  answer.startsWith('{"actions"')
    ? JSON.stringify({ actions: [{ id: 1, ...action }], links: {}, meta: { total: 1 } })
    : answer;

describe('a droplet that the key finds', () => {
  it('is completed with the hashes that its name has no room for', async () => {
    const { plant, find, launch, spec } = await start();
    const { id } = plant();
    const { instanceId } = await launch();
    const found = await find();
    expect(found.map((instance) => instance.instanceId)).toEqual([String(id), instanceId]);
    for (const { specHash, creator } of found) {
      expect({ specHash, creator }).toEqual({ specHash: spec.specHash, creator: '0123456789ab' });
    }
  });

  it('is none when it has ended', async () => {
    const { plant, find } = await start((answer) =>
      answer.replaceAll('"status":"active"', '"status":"archive"'),
    );
    plant();
    expect(await find()).toEqual([]);
  });

  it('is asked for its actions only when it is locked', async () => {
    const { plant, find, emulator } = await start();
    plant();
    expect(await find()).toMatchObject([{ state: 'running', ready: true }]);
    expect(emulator.requests.count(ACTIONS)).toBe(0);
  });

  it.each([
    [{ type: 'destroy', status: 'in-progress' }, true],
    [{ type: 'destroy', status: 'completed' }, true],
    [{ type: 'destroy', status: 'errored' }, false],
    [{ type: 'power_off', status: 'in-progress' }, false],
  ])('and that is locked with the action %o is ending: %s', async (action, isEnding) => {
    const { plant, find, state } = await start(withAction(action));
    state.droplets.lock(plant().id);
    const [found] = await find();
    expect(found).toMatchObject(
      isEnding
        ? { state: 'terminated', ready: false, reason: 'it is being deleted' }
        : { state: 'running', ready: true },
    );
  });

  it('and that is gone when its actions are asked for has been deleted', async () => {
    const { plant, find, state, emulator } = await start();
    state.droplets.lock(plant().id);
    emulator.faults.add({
      operation: ACTIONS,
      fault: { type: 'status', status: 404, code: 'not_found' },
    });
    expect(await find()).toMatchObject([
      { state: 'terminated', ready: false, reason: 'it has been deleted' },
    ]);
  });

  it('fails the look when its actions cannot be asked for', async () => {
    const { plant, find, state, emulator } = await start();
    state.droplets.lock(plant().id);
    emulator.faults.add({
      operation: ACTIONS,
      fault: { type: 'status', status: 401, code: 'Unauthorized' },
    });
    expect(await errorOf(find())).toMatchObject({ code: 'invalid_credentials' });
  });
});

describe('a droplet that is not found', () => {
  const failed = { type: 'create', status: 'errored' };
  /** Has the action of a creation end in failure. */
  const failing = (answer: string) =>
    answer.startsWith('{"action"') ? JSON.stringify({ action: { id: 1, ...failed } }) : answer;

  it('has ended when the action of its creation has failed, which is said once', async () => {
    const { launch, read, state } = await start(failing);
    const { instanceId } = await launch();
    state.droplets.vanish(Number(instanceId));
    expect(await read(instanceId)).toMatchObject({
      instanceId,
      state: 'terminated',
      ready: false,
      reason: expect.stringMatching(
        /^DigitalOcean could not create the droplet: its action \d+ has failed$/,
      ),
    });
    expect(await errorOf(read(instanceId))).toMatchObject({ code: 'instance_not_found' });
  });

  it('has ended so too when it was seen before, as long as it had no address', async () => {
    const { launch, read, state } = await start(failing);
    const { instanceId } = await launch();
    expect(await read(instanceId)).toMatchObject({ state: 'pending' });
    state.droplets.vanish(Number(instanceId));
    expect(await read(instanceId)).toMatchObject({ state: 'terminated' });
  });

  it('was made, and is gone, when it had an address before', async () => {
    const { clock, launch, read, state, emulator } = await start(failing);
    const { instanceId } = await launch();
    await clock.advance(60_000);
    expect(await read(instanceId)).toMatchObject({ state: 'running', ready: true });
    state.droplets.vanish(Number(instanceId));
    expect(await errorOf(read(instanceId))).toMatchObject({ code: 'instance_not_found' });
    expect(emulator.requests.count(ACTION)).toBe(0);
  });

  it('is not asked after when somebody else has made it', async () => {
    const { plant, read, state, emulator } = await start(failing);
    const { id } = plant();
    state.droplets.vanish(id);
    expect(await errorOf(read(String(id)))).toMatchObject({ code: 'instance_not_found' });
    expect(emulator.requests.count(ACTION)).toBe(0);
  });

  it('is not asked after when the create answer names no action', async () => {
    const { launch, read, state, emulator } = await start((answer) =>
      answer.replace(/"links":\{"actions":\[.*?\]\}/, '"links":{}'),
    );
    const { instanceId } = await launch();
    state.droplets.vanish(Number(instanceId));
    expect(await errorOf(read(instanceId))).toMatchObject({ code: 'instance_not_found' });
    expect(emulator.requests.count(ACTION)).toBe(0);
    expect(emulator.requests.all().at(-1)?.operation).toBe(READ);
  });

  it('is simply not found when its action is not told', async () => {
    const { launch, read, state, emulator } = await start();
    const { instanceId } = await launch();
    state.droplets.vanish(Number(instanceId));
    emulator.faults.add({
      operation: ACTION,
      fault: { type: 'status', status: 403, code: 'forbidden' },
    });
    expect(await errorOf(read(instanceId))).toMatchObject({ code: 'instance_not_found' });
    expect(emulator.requests.count(ACTION)).toBe(1);
  });

  it('is left when the call is aborted while its action is asked for', async () => {
    const { launch, read, state, emulator } = await start();
    const { instanceId } = await launch();
    state.droplets.vanish(Number(instanceId));
    const controller = new AbortController();
    emulator.faults.add({ operation: ACTION, fault: { type: 'hang' } });
    emulator.requests.onRequest(({ operation }) => {
      if (operation === ACTION) queueMicrotask(() => controller.abort());
    });
    const error = await errorOf(read(instanceId, controller.signal));
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});

describe('a read that fails', () => {
  it('is an error, without a question after the creation', async () => {
    const { launch, read, emulator } = await start();
    const { instanceId } = await launch();
    emulator.faults.add({
      operation: READ,
      fault: { type: 'status', status: 401, code: 'Unauthorized' },
    });
    expect(await errorOf(read(instanceId))).toMatchObject({ code: 'invalid_credentials' });
    expect(emulator.requests.count(ACTION)).toBe(0);
  });
});
