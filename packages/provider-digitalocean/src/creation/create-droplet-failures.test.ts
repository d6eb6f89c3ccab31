import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { smallSpec } from '../testing/small-spec.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const CREATE = 'POST /v2/droplets';

describe('a creation is refused', () => {
  it.each(['mars1', 'nyc2', 'nyc'])('in the region %s', async (region) => {
    const { clock, connect, emulator } = await startDigitalOcean();
    const error = await clock.run(() =>
      errorOf(connect().createInstance({ ...smallSpec, region })),
    );
    expect(error).toMatchObject({
      code: 'invalid_input',
      outcome: 'no-instance',
      issues: [{ path: 'spec.region', message: expect.stringContaining('fra1') }],
    });
    expect(emulator.requests.count(CREATE)).toBe(0);
  });

  it('at the droplet limit', async () => {
    const { clock, connect } = await startDigitalOcean({ quotas: { droplets: 0 } });
    const error = await clock.run(() => errorOf(connect().createInstance(smallSpec)));
    expect(error).toMatchObject({ code: 'quota_exceeded', outcome: 'no-instance' });
    expect(error.message).toContain('will exceed your droplet limit');
  });

  it('with a key or an image that the account does not have', async () => {
    const { clock, connect } = await startDigitalOcean();
    for (const [options, field] of [
      [{ sshKeys: [7] }, 'sshKeys'],
      [{ image: 'ubuntu-08-04-x64' }, 'image'],
    ] as const) {
      const spec = { ...smallSpec, providerOptions: { digitalocean: options } };
      expect(await clock.run(() => errorOf(connect().createInstance(spec)))).toMatchObject({
        code: 'invalid_input',
        outcome: 'no-instance',
        issues: [{ path: `spec.providerOptions.digitalocean.${field}` }],
      });
    }
  });

  it('for a token that may only read, and the scopes are named', async () => {
    const { clock, connect } = await startDigitalOcean({
      credentials: [{ token: 'reader', scopes: 'read' }],
    });
    const provider = connect({}, { credentials: { api_token: 'reader' } });
    const error = await clock.run(() => errorOf(provider.createInstance(smallSpec)));
    expect(error).toMatchObject({ code: 'invalid_credentials', outcome: 'no-instance' });
    expect(error.message).toContain('droplet:create');
  });

  it('when throttled, and says for how long', async () => {
    const { clock, connect, emulator } = await startDigitalOcean({
      rateLimits: { minute: { requests: 3, windowMs: 60_000 } },
    });
    const provider = connect();
    await clock.run(() => provider.validateCredentials());
    const error = await clock.run(() => errorOf(provider.createInstance(smallSpec)));
    expect(error).toMatchObject({ code: 'rate_limited', outcome: 'no-instance' });
    expect(error.retryAfterMs).toBeGreaterThan(50_000);
    expect(emulator.requests.count(CREATE)).toBe(1);
  });
});

describe('a droplet that DigitalOcean cannot make', () => {
  it('is an error as soon as its action has failed', async () => {
    const { clock, connect, state } = await startDigitalOcean();
    state.droplets.failNextCreations();
    const error = await clock.run(() =>
      errorOf(connect({ visibilityWindowMs: 1_000 }).createInstance(smallSpec)),
    );
    expect(error).toMatchObject({ code: 'capacity_unavailable', outcome: 'no-instance' });
    expect(error.message).toMatch(/its action \d+ has failed/);
    expect(clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(60_000);
  });

  it('is an error too for a token that may not see actions', async () => {
    const scopes = 'droplet:create droplet:read droplet:delete tag:create tag:read image:read';
    const { clock, connect, state } = await startDigitalOcean({
      credentials: [{ token: 'narrow', scopes: scopes.split(' ') }],
    });
    const provider = connect({}, { credentials: { api_token: 'narrow' } });
    const created = await clock.run(() => provider.createInstance(smallSpec));
    expect(created.publicIp).toBeDefined();
    state.droplets.failNextCreations();
    const error = await clock.run(() => errorOf(provider.createInstance(smallSpec)));
    expect(error).toMatchObject({ code: 'capacity_unavailable', outcome: 'no-instance' });
    expect(error.message).toContain('vanished');
  });
});

describe('a machine without an address', () => {
  it('in time is deleted', async () => {
    const { clock, connect, state } = await startDigitalOcean({
      timings: { activeMs: 300_000, deletedMs: 1_000 },
      deletionDuringEvent: 'accept',
    });
    const error = await clock.run(() =>
      errorOf(connect({ addressTimeoutMs: 60_000 }).createInstance(smallSpec)),
    );
    expect(error).toMatchObject({ code: 'readiness_timeout', outcome: 'no-instance' });
    expect(state.droplets.existing()).toEqual([]);
  });

  it('is told of when it cannot be deleted, because its creation is still under way', async () => {
    const { clock, connect, state } = await startDigitalOcean({
      timings: { activeMs: 600_000 },
    });
    const error = await clock.run(() =>
      errorOf(connect({ addressTimeoutMs: 60_000 }).createInstance(smallSpec)),
    );
    const [droplet] = state.droplets.existing();
    expect(error).toMatchObject({
      code: 'readiness_timeout',
      outcome: 'instance-exists',
      instanceId: String(droplet?.id),
    });
  });

  it('that was switched off is an error', async () => {
    const { clock, connect, state } = await startDigitalOcean({
      timings: { activeMs: 10_000, publicAddressMs: 100_000, deletedMs: 1_000 },
    });
    const creation = errorOf(connect().createInstance(smallSpec));
    await clock.advance(20_000);
    state.droplets.switchOff(state.droplets.existing()[0]?.id ?? 0);
    const error = await clock.run(() => creation);
    expect(error).toMatchObject({ code: 'capacity_unavailable', outcome: 'no-instance' });
    expect(error.message).toContain('stopped');
    expect(state.droplets.existing()).toEqual([]);
  });
});
