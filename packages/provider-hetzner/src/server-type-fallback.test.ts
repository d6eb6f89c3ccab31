import { CapacityUnavailableError, type InstanceSpec, InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { startCloud } from './testing/start-cloud.js';

const CREATE = 'POST /v1/servers';
const spec: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'key' };
const PAST = { announced: '2025-01-01T00:00:00Z', unavailableAfter: '2025-12-31T00:00:00Z' };
const FUTURE = { announced: '2025-01-01T00:00:00Z', unavailableAfter: '2026-02-01T00:00:00Z' };

describe('the server type', () => {
  it.each([
    ['small', 'amd64', 'cx23'],
    ['medium', 'amd64', 'cx33'],
    ['large', 'amd64', 'cx43'],
    ['small', 'arm64', 'cax11'],
    ['medium', 'arm64', 'cax21'],
    ['large', 'arm64', 'cax31'],
  ] as const)('for %s %s is the first that is sold: %s', async (size, architecture, type) => {
    const { provider, run } = await startCloud();
    const { instanceType } = await run(() =>
      provider.createInstance({ ...spec, size, architecture }),
    );
    expect(instanceType).toBe(type);
  });

  it('is the design’s own, without a warning, where that is sold', async () => {
    const { state, provider, run } = await startCloud();
    const cx23 = state.catalogue.serverTypes.find(({ name }) => name === 'cx23');
    if (cx23 === undefined) throw new Error('There is no cx23.');
    state.catalogue.addServerType({ ...cx23, id: 1, name: 'cx21' });
    const { instanceType, warnings } = await run(() => provider.createInstance(spec));
    expect([instanceType, warnings]).toEqual(['cx21', []]);
  });

  it('is told with its price when it is another one', async () => {
    const { provider, run } = await startCloud();
    const { warnings } = await run(() => provider.createInstance(spec));
    expect(warnings).toEqual([
      {
        code: 'other_instance_type',
        message:
          'cx23 is used in the place of cx21, which nbg1 does not have now; it costs 0.0064 an hour, without VAT and in the currency of the account.',
      },
    ]);
    const again = await run(() => provider.createInstance(spec));
    expect(again).toMatchObject({ reused: true, warnings });
  });

  it('is another one where the first is out of stock, without a request in vain', async () => {
    const { emulator, state, provider, run } = await startCloud();
    state.catalogue.setStock('cx23', 'nbg1', false);
    const { instanceType } = await run(() => provider.createInstance(spec));
    expect([instanceType, emulator.requests.count(CREATE)]).toEqual(['cpx22', 1]);
  });

  it('is another one where only the create request tells that the first is sold out', async () => {
    const { emulator, state, provider, run } = await startCloud();
    emulator.capacity.set({ type: 'cx23', region: 'nbg1' }, 0);
    const { instanceType } = await run(() => provider.createInstance(spec));
    expect([instanceType, emulator.requests.count(CREATE)]).toEqual(['cpx22', 2]);
    expect(state.servers()).toHaveLength(1);
  });

  it('may be one that is shown as out of stock, when all are', async () => {
    const { state, provider, run } = await startCloud();
    for (const type of ['cx23', 'cpx22', 'ccx13']) {
      state.catalogue.showAvailability(type, 'nbg1', false);
    }
    const { instanceType } = await run(() => provider.createInstance(spec));
    expect(instanceType).toBe('cx23');
  });

  it('is not one that is past its end in the location, though it is sold elsewhere', async () => {
    const { state, provider, run } = await startCloud();
    state.catalogue.deprecateServerType('cx23', 'nbg1', PAST);
    const here = await run(() => provider.createInstance(spec));
    const there = await run(() =>
      provider.createInstance({ ...spec, idempotencyKey: 'other', region: 'fsn1' }),
    );
    expect([here.instanceType, there.instanceType]).toEqual(['cpx22', 'cx23']);
  });

  it('may be on its way out, with a warning', async () => {
    const { state, provider, run } = await startCloud();
    state.catalogue.deprecateServerType('cx23', 'nbg1', FUTURE);
    const { warnings } = await run(() => provider.createInstance(spec));
    expect(warnings).toContainEqual({
      code: 'deprecated_instance_type',
      message: 'cx23 is deprecated: nbg1 has it until 2026-02-01.',
    });
  });

  it('is cpx21 outside Europe', async () => {
    const { provider, run } = await startCloud();
    const { instanceType } = await run(() => provider.createInstance({ ...spec, region: 'ash' }));
    expect(instanceType).toBe('cpx21');
  });

  it('is never of another architecture', async () => {
    const { state, provider, run } = await startCloud();
    for (const type of ['cax11', 'cax21']) state.catalogue.setStock(type, 'nbg1', false);
    const creation = run(() => provider.createInstance({ ...spec, architecture: 'arm64' }));
    await expect(creation).rejects.toBeInstanceOf(CapacityUnavailableError);
  });

  it('is none when all are sold out, and nothing is left', async () => {
    const { emulator, state, provider, run } = await startCloud();
    for (const type of ['cx23', 'cpx22', 'ccx13']) state.catalogue.setStock(type, 'nbg1', false);
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'capacity_unavailable',
      outcome: 'no-instance',
      message: expect.stringContaining('error during placement'),
    });
    expect([emulator.requests.count(CREATE), state.servers()]).toEqual([3, []]);
  });

  it('is none when the location takes no servers', async () => {
    const { state, provider, run } = await startCloud();
    state.catalogue.disableLocation('nbg1');
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'capacity_unavailable',
      message: expect.stringContaining('server location disabled'),
    });
  });

  it('of an option is the only one that is tried', async () => {
    const { emulator, state, provider, run } = await startCloud();
    state.catalogue.setStock('cx23', 'nbg1', false);
    const providerOptions = { hetzner: { instanceType: 'cx23' } };
    const creation = run(() => provider.createInstance({ ...spec, providerOptions }));
    await expect(creation).rejects.toBeInstanceOf(CapacityUnavailableError);
    expect(emulator.requests.count(CREATE)).toBe(1);
  });
});

describe('where Hetzner does not say what it sells', () => {
  const down = { type: 'status', status: 503, code: 'unavailable' } as const;

  it('the candidates are tried in their order', async () => {
    const { emulator, provider, run } = await startCloud();
    for (const operation of ['GET /v1/server_types', 'GET /v1/images']) {
      emulator.faults.add({ operation, probability: 1, fault: down });
    }
    const { instanceType, warnings } = await run(() => provider.createInstance(spec));
    expect([instanceType, emulator.requests.count(CREATE)]).toEqual(['cx23', 3]);
    expect(warnings).toMatchObject([
      {
        code: 'other_instance_type',
        message: 'cx23 is used in the place of cx21, which nbg1 does not have now.',
      },
    ]);
  });

  it('the type of an option that there is not is still an invalid input', async () => {
    const { emulator, provider, run } = await startCloud();
    emulator.faults.add({ operation: 'GET /v1/server_types', fault: down });
    const providerOptions = { hetzner: { instanceType: 'cx99' } };
    const creation = run(() => provider.createInstance({ ...spec, providerOptions }));
    await expect(creation).rejects.toBeInstanceOf(InvalidInputError);
  });

  it('the location that there is not is still an invalid input', async () => {
    const { emulator, provider, run } = await startCloud();
    emulator.faults.add({ operation: 'GET /v1/locations', fault: down });
    const creation = run(() => provider.createInstance({ ...spec, region: 'mars1' }));
    await expect(creation).rejects.toBeInstanceOf(InvalidInputError);
  });

  it('because of the token, the creation ends', async () => {
    const { emulator, provider, run } = await startCloud();
    const fault = { type: 'status', status: 401, code: 'unauthorized' } as const;
    emulator.faults.add({ operation: 'GET /v1/server_types', fault });
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    expect(emulator.requests.count(CREATE)).toBe(0);
  });
});

describe('the image', () => {
  it.each([
    ['amd64', '67794396'],
    ['arm64', '103908130'],
  ] as const)('for %s is the one of that architecture, by id', async (architecture, id) => {
    const { emulator, provider, run } = await startCloud();
    await run(() => provider.createInstance({ ...spec, architecture }));
    const create = emulator.requests.all().find(({ operation }) => operation === CREATE);
    expect(JSON.parse(create?.body ?? '')).toMatchObject({ image: id });
  });

  it('may be deprecated', async () => {
    const { state, provider, run } = await startCloud();
    state.catalogue.deprecateImage('ubuntu-22.04', '2025-12-01T00:00:00Z');
    const { warnings } = await run(() => provider.createInstance(spec));
    expect(warnings.map(({ code }) => code)).toEqual(['other_instance_type']);
  });

  it('is the next one, with a warning for new and for found machines, where the first is gone', async () => {
    const { state, provider, run } = await startCloud();
    state.catalogue.withdrawImage('ubuntu-22.04');
    const warning = {
      code: 'other_image',
      message: 'The machine is made from ubuntu-24.04, because Hetzner has no ubuntu-22.04.',
    };
    const made = await run(() => provider.createInstance(spec));
    const found = await run(() => provider.createInstance(spec));
    expect(made.warnings).toContainEqual(warning);
    expect(found).toMatchObject({ reused: true, warnings: expect.arrayContaining([warning]) });
  });

  it('is none when both are gone', async () => {
    const { state, provider, run } = await startCloud();
    state.catalogue.withdrawImage('ubuntu-22.04');
    state.catalogue.withdrawImage('ubuntu-24.04');
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      issues: [{ path: 'spec.providerOptions.hetzner.image' }],
    });
  });
});

describe('the catalogue', () => {
  const READS = ['GET /v1/server_types', 'GET /v1/locations', 'GET /v1/images'];

  it('is read once for creations at the same time and for those that follow, for a while', async () => {
    const { emulator, provider, run, clock } = await startCloud();
    const counts = () => READS.map((operation) => emulator.requests.count(operation));
    const create = (idempotencyKey: string) => provider.createInstance({ ...spec, idempotencyKey });
    await run(() => Promise.all(['a', 'b', 'c'].map(create)));
    await run(() => create('d'));
    expect(counts()).toEqual([1, 1, 1]);
    await clock.advance(300_000);
    await run(() => create('e'));
    expect(counts()).toEqual([2, 2, 2]);
  });

  it('is kept as long as the setting says', async () => {
    const { emulator, provider, run } = await startCloud({}, { catalogueTtlMs: 0 });
    for (const idempotencyKey of ['a', 'b']) {
      await run(() => provider.createInstance({ ...spec, idempotencyKey }));
    }
    expect(emulator.requests.count('GET /v1/server_types')).toBe(2);
  });
});
