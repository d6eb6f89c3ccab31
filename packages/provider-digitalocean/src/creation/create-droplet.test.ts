import { hashIdempotencyKey, type InstanceSpec } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { smallSpec } from '../testing/small-spec.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

/** Creates a machine in an account of its own. */
async function create(spec: Partial<InstanceSpec>) {
  const digitalOcean = await startDigitalOcean();
  const { clock, connect, state } = digitalOcean;
  const provider = connect();
  const created = await clock.run(() => provider.createInstance({ ...smallSpec, ...spec }));
  return { ...digitalOcean, provider, created, droplet: state.droplets.all()[0] };
}

describe('a droplet', () => {
  it('is made as the spec says', async () => {
    const { created, droplet, clock } = await create({
      size: 'medium',
      region: 'ams3',
      userData: '#cloud-config\n',
    });
    expect(droplet).toMatchObject({
      size: 'c-4',
      region: 'ams3',
      image: 'ubuntu-22-04-x64',
      userData: '#cloud-config\n',
      status: 'active',
    });
    expect(created).toEqual({
      instanceId: String(droplet?.id),
      publicIp: droplet?.publicIp,
      region: 'ams3',
      instanceType: 'c-4',
      architecture: 'amd64',
      spotInstance: false,
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reused: false,
      warnings: [],
    });
    expect(clock.now()).toBeGreaterThan(droplet?.createdAt.getTime() ?? Number.NaN);
  });

  it('has all its marks from the create request on, and no tag for its key alone', async () => {
    const expiresAt = new Date('2026-02-01T00:00:00Z');
    const { droplet, emulator } = await create({
      idempotencyKey: 'build-17',
      tags: { env: 'pr-12', Owner: 'Zoë' },
      expiresAt,
    });
    const hash = hashIdempotencyKey('build-17');
    expect(droplet?.name).toMatch(new RegExp(`^stagely-${hash}-1[0-9a-f]{11}-[0-9a-f]{8}$`));
    expect([...(droplet?.tags ?? [])].sort()).toEqual([
      '_4fwner:_5ao_c3_ab',
      'env:pr-12',
      `stagely-expires-at:${expiresAt.getTime()}`,
      `stagely-key:${hash.slice(0, 2)}`,
      'stagely-managed:1',
    ]);
    expect(emulator.requests.count('POST /v2/tags')).toBe(0);
  });

  it('has the options of DigitalOcean', async () => {
    const { state, clock, connect } = await startDigitalOcean();
    const key = state.sshKeys.add({ name: 'ci', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5' });
    const vpc = state.vpcs.add({ region: 'fra1' });
    const image = state.images.find('ubuntu-24-04-x64');
    await clock.run(() =>
      connect().createInstance({
        ...smallSpec,
        providerOptions: {
          digitalocean: {
            image: String(image?.id),
            instanceType: 's-1vcpu-1gb',
            sshKeys: [key.id],
            vpcUuid: vpc.id,
            ipv6: true,
            monitoring: true,
          },
        },
      }),
    );
    expect(state.droplets.all()[0]).toMatchObject({
      image: 'ubuntu-24-04-x64',
      size: 's-1vcpu-1gb',
      sshKeyIds: [key.id],
      vpcUuid: vpc.id,
    });
  });

  it('is found by its key again, also by another process and with another lease', async () => {
    const { created, clock, connect, state } = await create({ idempotencyKey: 'build-17' });
    const expiresAt = new Date(clock.now() + 3_600_000);
    const again = await clock.run(() =>
      connect().createInstance({ ...smallSpec, idempotencyKey: 'build-17', expiresAt }),
    );
    expect(again).toMatchObject({ instanceId: created.instanceId, reused: true, warnings: [] });
    expect(state.droplets.all()).toHaveLength(1);
  });

  it('with a key is never one of another key in the same bucket', async () => {
    const { clock, connect, state, provider } = await create({ idempotencyKey: 'key-0' });
    const bucket = hashIdempotencyKey('key-0').slice(0, 2);
    const other = Array.from({ length: 10_000 }, (_, index) => `key-${index + 1}`).find(
      (key) => hashIdempotencyKey(key).slice(0, 2) === bucket,
    );
    const created = await clock.run(() =>
      connect().createInstance({ ...smallSpec, size: 'large', idempotencyKey: other }),
    );
    expect(created.reused).toBe(false);
    expect(state.tags.names().filter((name) => name.startsWith('stagely-key:'))).toHaveLength(1);
    const listed = [];
    for await (const { instanceId } of provider.listInstances({ idempotencyKey: other })) {
      listed.push(instanceId);
    }
    expect(listed).toEqual([created.instanceId]);
  });
});

describe('what differs on DigitalOcean', () => {
  it('is told: arm64 is emulated, there is no spot, another size costs more', async () => {
    const lines: unknown[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      warn: (fields: object, message: string) => lines.push([fields, message]),
      error: ignore,
    };
    const { clock, connect } = await startDigitalOcean();
    const provider = connect({}, { logger });
    const spec = {
      size: 'small',
      architecture: 'arm64',
      region: 'nyc3',
      spotInstance: true,
      idempotencyKey: 'build-17',
    } as const;
    const created = await clock.run(() => provider.createInstance(spec));
    expect(created).toMatchObject({ architecture: 'amd64', spotInstance: false });
    expect(created.warnings.map(({ code }) => code)).toEqual([
      'emulated_architecture',
      'no_spot',
      'other_instance_type',
    ]);
    const [emulated, , other] = created.warnings.map(({ message }) => message);
    expect(emulated).toContain('QEMU');
    expect(other).toMatch(/s-2vcpu-4gb-intel, which costs 0\.04167 USD an hour, .* s-2vcpu-4gb /);
    const { instanceId } = created;
    expect(lines).toEqual(
      created.warnings.map(({ code, message }) => [
        { provider: 'digitalocean', instanceId, code },
        message,
      ]),
    );

    const adopted = await clock.run(() => connect().createInstance(spec));
    expect(adopted.reused).toBe(true);
    expect(adopted.warnings.map(({ code }) => code)).toEqual(
      created.warnings.map(({ code }) => code),
    );
  });

  it('is refused where the caller wants that', async () => {
    const { connect, emulator } = await startDigitalOcean();
    const architectureFallback = 'error';
    const spec: InstanceSpec = {
      ...smallSpec,
      architecture: 'arm64',
      providerOptions: { digitalocean: { architectureFallback } },
    };
    expect(await errorOf(connect().createInstance(spec))).toMatchObject({
      code: 'invalid_input',
      outcome: 'no-instance',
      issues: [{ path: 'spec.architecture' }],
    });
    expect(emulator.requests.count()).toBe(0);
  });

  it('has nothing to say to who asks for what there is', async () => {
    const { clock, connect } = await startDigitalOcean();
    const created = await clock.run(() =>
      connect().createInstance({
        ...smallSpec,
        providerOptions: { digitalocean: { architectureFallback: 'error', instanceType: 'c-2' } },
      }),
    );
    expect(created).toMatchObject({ instanceType: 'c-2', warnings: [] });
  });
});

describe('a wrong spec is refused before any request', () => {
  it.each<[string, Partial<InstanceSpec>, string]>([
    ['user data above 64 KiB', { userData: 'x'.repeat(65_537) }, 'spec.userData'],
    ['a tag that is too long', { tags: { long: 'ü'.repeat(50) } }, 'spec.tags.long'],
    ...[
      [{ image: '' }, 'image'],
      [{ image: -1 }, 'image'],
      [{ image: 'a b' }, 'image'],
      [{ instanceType: 'c 4' }, 'instanceType'],
      [{ sshKeys: 'all' }, 'sshKeys'],
      [{ sshKeys: [''] }, 'sshKeys.0'],
      [{ sshKeys: Array.from({ length: 101 }, () => 1) }, 'sshKeys'],
      [{ vpcUuid: 'default' }, 'vpcUuid'],
      [{ ipv6: 'yes' }, 'ipv6'],
      [{ monitoring: 1 }, 'monitoring'],
      [{ architectureFallback: 'qemu' }, 'architectureFallback'],
      [{ imgae: 'debian' }, 'imgae'],
    ].map(([options, field]): [string, Partial<InstanceSpec>, string] => [
      `the options ${JSON.stringify(options).slice(0, 40)}`,
      { providerOptions: { digitalocean: Object(options) } },
      `spec.providerOptions.digitalocean.${field}`,
    ]),
  ])('%s', async (_, fields, path) => {
    const { connect, emulator } = await startDigitalOcean();
    const error = await errorOf(connect().createInstance({ ...smallSpec, ...fields }));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path }] });
    expect(emulator.requests.count()).toBe(0);
  });

  it('but user data of 64 KiB and a tag of 255 characters are fine', async () => {
    const { clock, connect, state } = await startDigitalOcean();
    const tags = { long: 'x'.repeat(250) };
    const userData = 'x'.repeat(65_536);
    await clock.run(() => connect().createInstance({ ...smallSpec, tags, userData }));
    expect(state.droplets.all()[0]?.tags).toContainEqual(`long:${'x'.repeat(250)}`);
  });
});
