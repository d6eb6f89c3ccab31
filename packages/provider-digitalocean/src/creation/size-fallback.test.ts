import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { smallSpec } from '../testing/small-spec.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const CREATE = 'POST /v2/droplets';

describe('sizes', () => {
  it('that the catalogue does not sell are not tried', async () => {
    const { clock, connect, state, emulator } = await startDigitalOcean();
    state.sizes.set('c-4', { available: false });
    state.sizes.set('c-4-intel', { regions: ['nyc1'] });
    const created = await clock.run(() =>
      connect().createInstance({ ...smallSpec, size: 'medium' }),
    );
    expect(created.instanceType).toBe('c2-4vcpu-8gb');
    expect(emulator.requests.count(CREATE)).toBe(1);
  });

  it('that are sold out are passed over when the creation says so', async () => {
    const { clock, connect, state, emulator } = await startDigitalOcean({
      capacity: [{ type: 's-2vcpu-4gb', region: 'fra1', available: 0 }],
    });
    state.sizes.set('s-2vcpu-4gb-intel', { restricted: true });
    const created = await clock.run(() => connect().createInstance(smallSpec));
    expect(created.instanceType).toBe('s-2vcpu-4gb-amd');
    expect(emulator.requests.count(CREATE)).toBe(3);
  });

  it.each([403, 429, 500])(
    'are tried blindly when the catalogue answers with status %i',
    async (status) => {
      const { clock, connect, state, emulator } = await startDigitalOcean();
      const fault = { type: 'status', status, code: '' } as const;
      emulator.faults.add({ operation: /GET \/v2\/(sizes|regions)/, times: 'always', fault });
      for (const slug of ['s-2vcpu-4gb', 's-2vcpu-4gb-intel']) {
        state.sizes.set(slug, { available: false });
      }
      const created = await clock.run(() => connect().createInstance(smallSpec));
      expect(created.instanceType).toBe('s-2vcpu-4gb-amd');
    },
  );

  it('of the table that no longer exist are passed over when tried blindly', async () => {
    const { clock, connect, emulator } = await startDigitalOcean();
    emulator.faults.add({
      operation: 'GET /v2/sizes',
      fault: { type: 'status', status: 403, code: 'forbidden' },
    });
    emulator.faults.add({
      operation: CREATE,
      fault: {
        type: 'status',
        status: 422,
        code: 'unprocessable_entity',
        message: 'You specified an invalid size for Droplet creation.',
      },
    });
    const created = await clock.run(() => connect().createInstance(smallSpec));
    expect(created.instanceType).toBe('s-2vcpu-4gb-intel');
  });

  it('are asked for once in a while only, also by a token that may not see them', async () => {
    const scopes = 'droplet:create droplet:read droplet:delete tag:create tag:read image:read';
    const { clock, connect, emulator } = await startDigitalOcean({
      credentials: [{ token: 'narrow', scopes: scopes.split(' ') }],
    });
    const provider = connect({}, { credentials: { api_token: 'narrow' } });
    await clock.run(() => provider.createInstance(smallSpec));
    await clock.run(() => provider.createInstance(smallSpec));
    expect(emulator.requests.count('GET /v2/sizes')).toBe(1);
  });

  it('that the caller names are the only ones tried', async () => {
    const { clock, connect, emulator } = await startDigitalOcean({
      capacity: [{ type: 'c-2', region: 'fra1', available: 0 }],
    });
    const create = (instanceType: string) =>
      connect().createInstance({
        ...smallSpec,
        providerOptions: { digitalocean: { instanceType } },
      });
    expect(await clock.run(() => errorOf(create('c-2')))).toMatchObject({
      code: 'capacity_unavailable',
      outcome: 'no-instance',
    });
    expect(emulator.requests.count(CREATE)).toBe(1);
    expect(await clock.run(() => errorOf(create('c-99')))).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'spec.providerOptions.digitalocean.instanceType' }],
    });
    expect(emulator.requests.count(CREATE)).toBe(2);
  });

  it('that are all sold out are one error with all refusals', async () => {
    const { clock, connect, emulator } = await startDigitalOcean({
      capacity: [{ region: 'fra1', available: 0 }],
    });
    const error = await clock.run(() =>
      errorOf(connect().createInstance({ ...smallSpec, idempotencyKey: 'build-17' })),
    );
    expect(error).toMatchObject({
      code: 'capacity_unavailable',
      retryable: true,
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
      providerCode: 'unprocessable_entity',
    });
    expect(emulator.requests.count(CREATE)).toBe(4);
  });

  it('and regions are read once for many creations, and again after a while', async () => {
    const { clock, connect, emulator } = await startDigitalOcean();
    const provider = connect({ catalogueTtlMs: 100_000 });
    await clock.run(() => Promise.all([1, 2, 3].map(() => provider.createInstance(smallSpec))));
    await clock.run(() => provider.createInstance(smallSpec));
    const reads = () =>
      ['GET /v2/sizes', 'GET /v2/regions'].map((name) => emulator.requests.count(name));
    expect(reads()).toEqual([1, 1]);
    await clock.advance(100_000);
    await clock.run(() => provider.createInstance(smallSpec));
    expect(reads()).toEqual([2, 2]);
  });
});
