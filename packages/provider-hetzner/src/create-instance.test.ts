import { hetznerFaults } from '@stagely/cloud-emulators';
import {
  CapacityUnavailableError,
  type InstanceSpec,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import type {} from './index.js';
import { READ_ONLY_TOKEN, startCloud } from './testing/start-cloud.js';

const CREATE = 'POST /v1/servers';
const spec: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'key' };

describe('a creation', () => {
  it('makes one server, marked in the create request, and awaits its creation and start', async () => {
    const { emulator, state, provider, run, clock, operations } = await startCloud();
    const startedAt = clock.now();
    const expiresAt = new Date(startedAt + 3_600_000);
    const tags = { env: 'feature/foo' };
    const userData = '#cloud-config\n';
    const created = await run(() =>
      provider.createInstance({ ...spec, tags, userData, expiresAt, region: 'fsn1' }),
    );
    expect(created).toMatchObject({
      region: 'fsn1',
      instanceType: 'cx23',
      architecture: 'amd64',
      spotInstance: false,
      idempotencyKey: 'key',
      expiresAt,
      reused: false,
      publicIp: expect.stringMatching(/^198\./),
    });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(7_000);
    expect(operations().slice(0, 6)).toEqual([
      'GET /v1/servers',
      'GET /v1/server_types',
      'GET /v1/locations',
      'GET /v1/images',
      CREATE,
      'GET /v1/actions',
    ]);
    const body = JSON.parse(
      emulator.requests.all().find(({ operation }) => operation === CREATE)?.body ?? '',
    );
    expect(body).toEqual({
      name: expect.stringMatching(/^stagely-[0-9a-f]{32}$/),
      server_type: 'cx23',
      image: '67794396',
      location: 'fsn1',
      start_after_create: true,
      ssh_keys: [],
      networks: [],
      user_data: userData,
      public_net: { enable_ipv4: true, enable_ipv6: true },
      labels: {
        env: 'feature_x2F_foo',
        'stagely-managed': '1',
        'stagely-key': body.name.slice('stagely-'.length),
        'stagely-spec': expect.stringMatching(/^1-[0-9a-f]{32}$/),
        'stagely-creator': expect.stringMatching(/^[0-9a-f]{12}$/),
        'stagely-expires-at': String(expiresAt.getTime()),
      },
    });
    expect(state.servers()).toHaveLength(1);
  });

  it('takes keys, networks, firewalls, image and type from the options', async () => {
    const { state, provider, run } = await startCloud();
    const network = state.addNetwork({ name: 'inner', ipRange: '10.0.0.0/16' });
    const firewall = state.addFirewall();
    const snapshot = state.addImage({ architecture: 'arm' });
    const publicKey =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f test';
    const key = state.addSshKey({ name: 'mine', publicKey });
    const { instanceId, instanceType, warnings } = await run(() =>
      provider.createInstance({
        ...spec,
        architecture: 'arm64',
        providerOptions: {
          hetzner: {
            image: snapshot,
            instanceType: 'cax31',
            sshKeys: ['mine'],
            networks: [network],
            firewalls: [firewall],
            ipv6: false,
          },
        },
      }),
    );
    expect([instanceType, warnings]).toEqual(['cax31', []]);
    const { ipv6, sshKeys, architecture } = state.server(Number(instanceId)) ?? {};
    expect({ ipv6, sshKeys, architecture }).toEqual({
      ipv6: undefined,
      sshKeys: [key],
      architecture: 'arm',
    });
    expect(await run(() => provider.getInstanceStatus(instanceId))).toMatchObject({
      privateIp: '10.0.0.2',
    });
  });

  it.each([
    ['image', { image: 'no-such-os' }, 'image'],
    ['server type', { instanceType: 'cx99' }, 'instanceType'],
    ['server type that is sold no more', { instanceType: 'cpx11' }, 'instanceType'],
    ['server type of another architecture', { instanceType: 'cax11' }, 'instanceType'],
  ])('refuses an unknown %s by name, and makes nothing', async (_, hetzner, field) => {
    const { state, provider, run } = await startCloud();
    const creation = run(() => provider.createInstance({ ...spec, providerOptions: { hetzner } }));
    const error = await creation.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      issues: [{ path: `spec.providerOptions.hetzner.${field}` }],
    });
    expect(state.servers()).toEqual([]);
  });

  it.each([
    [{ sshKeys: ['nobody'] }, 'spec.providerOptions.hetzner.sshKeys'],
    [{ networks: [4711] }, 'spec'],
    [{ firewalls: [4711] }, 'spec'],
    [{ image: 4711 }, 'spec'],
  ])('hands on what the API finds wrong with %j', async (hetzner, path) => {
    const { provider, run } = await startCloud();
    const creation = run(() => provider.createInstance({ ...spec, providerOptions: { hetzner } }));
    const error = await creation.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ outcome: 'no-instance', issues: [{ path }] });
  });

  it('refuses options of the wrong form before any request, all of them', async () => {
    const { provider, operations } = await startCloud();
    const hetzner = { image: '', instanceType: 'CX 23', sshKeys: [{}], networks: ['a'], ipv6: 1 };
    const creation = provider.createInstance({
      ...spec,
      // A program without types.
      providerOptions: JSON.parse(JSON.stringify({ hetzner })),
    });
    await expect(creation).rejects.toMatchObject({
      issues: Object.keys(hetzner).map((name) => ({
        path: expect.stringContaining(`spec.providerOptions.hetzner.${name}`),
      })),
    });
    expect(operations()).toEqual([]);
  });

  it('refuses a location that there is not, naming those that there are', async () => {
    const { provider, run } = await startCloud();
    await expect(
      run(() => provider.createInstance({ ...spec, region: 'mars1' })),
    ).rejects.toMatchObject({
      issues: [{ path: 'spec.region', message: expect.stringContaining('fsn1, nbg1, hel1') }],
    });
  });

  it('says where an architecture is to be had, where the location lacks it', async () => {
    const { provider, run } = await startCloud();
    const creation = run(() =>
      provider.createInstance({ ...spec, architecture: 'arm64', region: 'ash' }),
    );
    await expect(creation).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [
        {
          path: 'spec.region',
          message: 'does not fit: cax11, cax21 can be had in fsn1, nbg1, hel1 only, not in ash',
        },
      ],
    });
  });
});

describe('refusals of a creation', () => {
  it.each([
    ['maintenance', hetznerFaults.maintenance, NetworkFailureError],
    ['a server limit', undefined, QuotaExceededError],
    ['throttling', hetznerFaults.rateLimitExceeded, RateLimitedError],
    ['a conflict', hetznerFaults.conflict, NetworkFailureError],
    ['a failing service', hetznerFaults.serviceError, NetworkFailureError],
  ])('by %s make nothing', async (_, fault, errorClass) => {
    const { emulator, state, provider, run } = await startCloud();
    if (fault === undefined) emulator.quotas.set('servers', 0);
    else emulator.faults.add({ operation: CREATE, fault });
    const creation = run(() => provider.createInstance(spec));
    const error = await creation.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      idempotencyKey: 'key',
      requestId: expect.stringMatching(/./),
    });
    expect([state.servers(), emulator.requests.count(CREATE)]).toEqual([[], 1]);
  });

  it('by a read-only token name the permission', async () => {
    const { open, run } = await startCloud();
    const creation = run(() => open({}, READ_ONLY_TOKEN).createInstance(spec));
    const error = await creation.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toMatchObject({ message: expect.stringContaining('Read & Write') });
  });

  it('by the rate limit are not slept out until the full refill', async () => {
    const { provider, run, clock } = await startCloud({
      rateLimits: { project: { burst: 1, perSecond: 0.0001 } },
    });
    await run(() => provider.validateCredentials());
    const startedAt = clock.now();
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 1_000,
      outcome: 'no-instance',
    });
    expect(clock.now()).toBe(startedAt);
  });
});

describe('a failed action', () => {
  it.each([
    ['create_server', 'resource_unavailable', CapacityUnavailableError],
    ['create_server', 'placement_error', CapacityUnavailableError],
    ['start_server', 'action_failed', NetworkFailureError],
  ])('of %s with %s fails the creation, and the server is deleted', async (...given) => {
    const [command, code, errorClass] = given;
    const { state, provider, run } = await startCloud();
    state.failNextAction(command, { code, message: 'it went wrong' });
    const creation = run(() => provider.createInstance(spec));
    const error = await creation.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      providerCode: code,
      message: expect.stringContaining('it went wrong'),
    });
    expect(state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('is seen although the answer to the create request was lost', async () => {
    const { emulator, state, provider, run } = await startCloud();
    emulator.faults.add({ operation: CREATE, fault: { type: 'resetAfter' } });
    state.failNextAction('start_server', { code: 'action_failed', message: 'it went wrong' });
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'network_failure',
      outcome: 'no-instance',
      message: expect.stringContaining('start_server: it went wrong'),
    });
    expect(state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('that never ends fails the creation in the end', async () => {
    const { state, provider, run } = await startCloud(
      { timings: { startMs: 50_000 } },
      { addressTimeoutMs: 20_000 },
    );
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'readiness_timeout',
      outcome: 'no-instance',
    });
    expect(state.servers()).toMatchObject([{ status: 'gone' }]);
  });
});

describe('addresses', () => {
  it('that come late are waited for', async () => {
    const { provider, run } = await startCloud({ timings: { addressMs: 20_000 } });
    const { publicIp } = await run(() => provider.createInstance(spec));
    expect(publicIp).toMatch(/^198\./);
  });

  it('that never come fail the creation, and the server is deleted', async () => {
    const { state, provider, run } = await startCloud(
      { timings: { addressMs: Number.MAX_SAFE_INTEGER } },
      { addressTimeoutMs: 30_000 },
    );
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'readiness_timeout',
      outcome: 'no-instance',
    });
    expect(state.servers()).toMatchObject([{ status: 'gone' }]);
  });
});
