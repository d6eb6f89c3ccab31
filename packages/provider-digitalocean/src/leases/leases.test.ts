import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 0, 1);
const at = (ms: number) => new Date(start + ms);
const tagAt = (ms: number) => `stagely-expires-at:${start + ms}`;

const MANAGED = 'stagely-managed:1';

async function startWith(tags: string[], options = {}) {
  const digitalOcean = await startDigitalOcean(options);
  const { id } = digitalOcean.state.droplets.plant({ name: 'x', tags: [MANAGED, ...tags] });
  const tagsNow = () => [...(digitalOcean.state.droplets.find(id)?.tags ?? [])].sort();
  const provider = digitalOcean.connect();
  const leaseNow = async () => (await provider.getInstanceStatus(String(id))).expiresAt;
  return { ...digitalOcean, provider, id: String(id), tagsNow, leaseNow };
}

describe('a lease', () => {
  it('takes the place of the one before, which is never missing meanwhile', async () => {
    const { provider, id, tagsNow, emulator, leaseNow } = await startWith(['env:a', tagAt(HOUR)]);
    const seen: string[][] = [];
    emulator.requests.onRequest(() => seen.push(tagsNow()));
    await provider.setExpiry(id, at(2 * HOUR));
    expect(tagsNow()).toEqual(['env:a', tagAt(2 * HOUR), MANAGED].sort());
    expect(await leaseNow()).toEqual(at(2 * HOUR));
    for (const tags of seen) {
      expect(tags.some((tag) => tag.startsWith('stagely-expires-at:'))).toBe(true);
    }
  });

  it('can be removed, set again, and be one that is over', async () => {
    const { provider, id, tagsNow, leaseNow } = await startWith([tagAt(HOUR)]);
    await provider.setExpiry(id, undefined);
    expect(tagsNow()).toEqual([MANAGED]);
    expect(await leaseNow()).toBeUndefined();
    await provider.setExpiry(id, at(-HOUR));
    await provider.setExpiry(id, at(-HOUR));
    expect(await leaseNow()).toEqual(at(-HOUR));
    expect(tagsNow()).toHaveLength(2);
  });

  it('takes the place of several, which a race may leave', async () => {
    const { provider, id, tagsNow } = await startWith([tagAt(HOUR), tagAt(3 * HOUR)]);
    await provider.setExpiry(id, at(2 * HOUR));
    expect(tagsNow()).toEqual([tagAt(2 * HOUR), MANAGED].sort());
  });

  it('that was just set is replaced although reads do not show it yet', async () => {
    const { clock, provider, id, tagsNow } = await startWith([], {
      consistencyWindowMs: 5_000,
    });
    await clock.advance(5_000);
    await provider.setExpiry(id, at(3 * HOUR));
    await provider.setExpiry(id, at(HOUR));
    expect(tagsNow()).toEqual([tagAt(HOUR), MANAGED].sort());
    await provider.setExpiry(id, undefined);
    expect(tagsNow()).toEqual([MANAGED]);
    await clock.advance(20_000);
    await provider.setExpiry(id, at(2 * HOUR));
    expect(tagsNow()).toEqual([tagAt(2 * HOUR), MANAGED].sort());
  });

  it('is set although somebody else takes the old tag away meanwhile', async () => {
    const { provider, id, tagsNow, emulator, state } = await startWith([tagAt(HOUR)]);
    let isRemoved = false;
    const remove = emulator.requests.onRequest(({ operation }) => {
      if (operation !== 'POST /v2/tags/{id}/resources' || isRemoved) return;
      isRemoved = true;
      void emulator.fetch(`/v2/tags/${tagAt(HOUR)}`, {
        method: 'DELETE',
        headers: { authorization: 'Bearer dop_v1_emulated' },
      });
    });
    await provider.setExpiry(id, at(2 * HOUR));
    remove();
    expect(tagsNow()).toEqual([tagAt(2 * HOUR), MANAGED].sort());
    expect(state.tags.names()).toEqual([MANAGED, tagAt(2 * HOUR)]);
  });

  it('of a droplet that Stagely does not manage is refused', async () => {
    const { provider, state, emulator } = await startWith([]);
    const { id } = state.droplets.plant({ name: 'theirs', tags: ['env:a'] });
    expect(await errorOf(provider.setExpiry(String(id), at(HOUR)))).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'instanceId' }],
    });
    expect(emulator.requests.count('POST /v2/tags')).toBe(0);
  });

  it('of an unknown droplet is an InstanceNotFoundError', async () => {
    const { provider } = await startWith([]);
    expect(await errorOf(provider.setExpiry('77', at(HOUR)))).toMatchObject({
      code: 'instance_not_found',
      instanceId: '77',
      operation: 'setExpiry',
    });
  });

  it('of a droplet that goes meanwhile is an InstanceNotFoundError', async () => {
    const { provider, id, emulator, state } = await startWith([]);
    emulator.requests.onRequest(({ operation }) => {
      if (operation === 'POST /v2/tags') state.droplets.vanish(Number(id));
    });
    expect(await errorOf(provider.setExpiry(id, at(HOUR)))).toMatchObject({
      code: 'instance_not_found',
      instanceId: id,
    });
  });

  it('tells all that is wrong with its arguments', async () => {
    const { provider, emulator } = await startWith([]);
    const setting = Reflect.apply(provider.setExpiry, provider, ['x', 'tomorrow', { sig: 1 }]);
    expect(await errorOf(setting)).toMatchObject({
      issues: [{ path: 'instanceId' }, { path: 'options.sig' }, { path: 'expiresAt' }],
    });
    expect(emulator.requests.count()).toBe(0);
  });

  it.each(['POST /v2/tags', 'POST /v2/tags/{id}/resources'])(
    'is not set by the page of a proxy that answers %s with 200',
    async (operation) => {
      const { provider, id, emulator, leaseNow } = await startWith([tagAt(HOUR)]);
      emulator.faults.add({ operation, fault: { type: 'html', status: 200 } });
      expect(await errorOf(provider.setExpiry(id, at(2 * HOUR)))).toMatchObject({
        code: 'network_failure',
      });
      expect(await leaseNow()).toEqual(at(HOUR));
      await provider.setExpiry(id, at(2 * HOUR));
      expect(await leaseNow()).toEqual(at(2 * HOUR));
    },
  );

  it('needs scopes that an error names', async () => {
    const { connect, id } = await startWith([], {
      credentials: [{ token: 'reader', scopes: ['droplet:read', 'tag:read'] }],
    });
    const provider = connect({}, { credentials: { api_token: 'reader' } });
    const error = await errorOf(provider.setExpiry(id, at(HOUR)));
    expect(error.code).toBe('invalid_credentials');
    expect(error.message).toContain('tag:create');
  });
});

describe('a sweep', () => {
  it('removes the tags of leases that are long over and on no droplet, and no others', async () => {
    const used = tagAt(-2 * DAY);
    const { provider, state, emulator } = await startWith([used]);
    const kept = [
      tagAt(HOUR),
      tagAt(-23 * HOUR),
      'stagely-key:ab',
      'env:a',
      'stagely-expires-at:x',
    ];
    const leftovers = [tagAt(-3 * DAY), tagAt(-25 * HOUR)];
    for (const tag of [...kept, ...leftovers]) {
      const { id } = state.droplets.plant({ name: 'y', tags: [tag] });
      state.droplets.vanish(id);
    }
    expect(await provider.sweep()).toEqual({
      removed: leftovers.map((id) => ({ kind: 'tag', id })),
      failed: [],
    });
    expect(state.tags.names()).toEqual([MANAGED, used, ...kept]);
    emulator.requests.clear();
    expect(await provider.sweep()).toEqual({ removed: [], failed: [] });
    expect(emulator.requests.countByOperation()).toEqual(
      new Map([
        ['GET /v2/droplets', 1],
        ['GET /v2/tags', 1],
      ]),
    );
  });

  async function startWithLeftovers(count: number, options = {}) {
    const started = await startWith([], { rateLimits: false, ...options });
    for (let index = 0; index < count; index++) {
      const { id } = started.state.droplets.plant({ name: 'y', tags: [tagAt(-2 * DAY - index)] });
      started.state.droplets.vanish(id);
    }
    return started;
  }

  it('reads all pages', async () => {
    const { provider, state } = await startWithLeftovers(250);
    expect((await provider.sweep()).removed).toHaveLength(250);
    expect(state.tags.names()).toEqual([MANAGED]);
  });

  it('tells what it could not remove, and leaves the rest for later when the cloud is busy', async () => {
    const { provider, emulator, state } = await startWithLeftovers(4);
    const operation = 'DELETE /v2/tags/{id}';
    const fail = (nth: number, status: number, code: string) =>
      emulator.faults.add({ operation, nth, fault: { type: 'status', status, code } });
    fail(1, 404, 'not_found');
    fail(2, 403, 'forbidden');
    fail(3, 429, 'too_many_requests');
    const { removed, failed } = await provider.sweep();
    expect(removed).toEqual([]);
    expect(failed.map(({ id, error }) => [id, Reflect.get(error, 'code')])).toEqual([
      [tagAt(-2 * DAY - 1), 'invalid_credentials'],
      [tagAt(-2 * DAY - 2), 'rate_limited'],
    ]);
    expect(emulator.requests.count(operation)).toBe(3);
    expect(state.tags.names()).toHaveLength(5);
  });

  it('of a token that may not see droplets is refused, because it sees all tags unused', async () => {
    const { connect, state } = await startWith([tagAt(-2 * DAY)], {
      credentials: [{ token: 'tagger', scopes: ['tag:read', 'tag:delete'] }],
    });
    const provider = connect({}, { credentials: { api_token: 'tagger' } });
    expect(await errorOf(provider.sweep())).toMatchObject({ code: 'invalid_credentials' });
    expect(state.tags.names()).toHaveLength(2);
  });

  it('ends with an abort', async () => {
    const { provider, emulator } = await startWithLeftovers(3);
    const controller = new AbortController();
    emulator.requests.onRequest(({ operation }) => {
      if (operation === 'DELETE /v2/tags/{id}') controller.abort();
    });
    expect(await errorOf(provider.sweep({ signal: controller.signal }))).toMatchObject({
      code: 'aborted',
      operation: 'sweep',
    });
    expect(emulator.requests.count('DELETE /v2/tags/{id}')).toBe(1);
  });
});
