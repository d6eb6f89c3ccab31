import { describe, expect, it } from 'vitest';
import { operations } from './routes/operation-table.js';
import { errorIn, type HetznerClient, namesIn } from './testing/hetzner-client.js';
import { HetznerSpecification, missingSpecification } from './testing/hetzner-specification.js';
import { sshPublicKey } from './testing/ssh-public-key.js';
import { startHetzner, timings } from './testing/start-hetzner.js';

const title = missingSpecification
  ? `the published API description (skipped: ${missingSpecification})`
  : 'the published API description';

/** A client every answer of which has to be as described. */
async function startChecked(options: Parameters<typeof startHetzner>[0] = {}) {
  const started = await startHetzner(options);
  const specification = new HetznerSpecification();
  const problems: string[] = [];
  const answered = new Set<string>();
  const send: HetznerClient['send'] = async (...request) => {
    const answer = await started.client.send(...request);
    const { operation } = started.emulator.requests.all().at(-1) ?? {};
    if (operation !== undefined) {
      answered.add(operation);
      for (const problem of specification.checkAnswer(operation, answer.status, answer.body)) {
        problems.push(`${operation} ${answer.status}: ${problem}`);
      }
    }
    return answer;
  };
  return { ...started, send, problems, answered, specification };
}

describe.skipIf(missingSpecification)(title, () => {
  it('describes exactly the operations that are emulated', () => {
    const { operations: described } = new HetznerSpecification();
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [...described].sort(),
    );
  });

  it('holds for what every operation answers', async () => {
    const { clock, state, client, send, problems, answered } = await startChecked();
    const network = state.addNetwork({ name: 'net', ipRange: '10.0.0.0/16' });
    const firewall = state.addFirewall();
    const snapshot = state.addImage();
    const backup = state.addImage({ type: 'backup', boundTo: 5, labels: new Map([['a', 'b']]) });
    await send('POST', '/ssh_keys', {
      name: 'key',
      public_key: sshPublicKey('one'),
      labels: { a: 'b' },
    });
    const key = state.addSshKey({ name: 'other', publicKey: sshPublicKey('two') });
    const created = await client.create({
      ssh_keys: ['key', String(key)],
      labels: { env: 'test' },
      networks: [network],
      firewalls: [{ firewall }],
    });
    const { id } = created.server;
    await send('POST', '/servers', {
      name: 'second',
      server_type: 'cax11',
      image: '103908130',
      start_after_create: false,
      public_net: { enable_ipv4: false, enable_ipv6: true },
    });
    await clock.advance(10_000);
    await send('GET', '/servers');
    await send('GET', '/servers?page=7');
    await send('GET', `/servers/${id}`);
    await send('PUT', `/servers/${id}`, { name: 'renamed', labels: {} });
    for (const command of ['reset', 'reboot', 'shutdown', 'poweroff', 'poweron']) {
      await send('POST', `/servers/${id}/actions/${command}`);
      await clock.advance(10_000);
    }
    await send('POST', `/servers/${id}/actions/request_console`);
    await send('POST', `/servers/${id}/actions/rebuild`, { image: 'debian-12' });
    await send('GET', `/servers/${id}`);
    await clock.advance(20_000);
    await send('POST', `/servers/${id}/actions/change_protection`, { delete: true, rebuild: true });
    await clock.advance(1000);
    await send('DELETE', `/servers/${id}`);
    await send('POST', `/servers/${id}/actions/change_protection`, {
      delete: false,
      rebuild: false,
    });
    await clock.advance(1000);
    const start = new Date(clock.now() - 60_000).toISOString();
    const end = new Date(clock.now()).toISOString();
    await send('GET', `/servers/${id}/metrics?type=cpu&type=network&start=${start}&end=${end}`);

    const action = created.action.id;
    await send('GET', `/actions?id=${action}&id=${created.next_actions[0]?.id ?? 0}`);
    await send('GET', `/actions/${action}`);
    await send('GET', '/servers/actions');
    await send('GET', `/servers/actions/${action}`);
    await send('GET', `/servers/${id}/actions?status=success&sort=command:desc`);
    await send('GET', `/servers/${id}/actions/${action}`);

    for (const path of ['/server_types', '/server_types/114', '/locations', '/locations/1']) {
      await send('GET', path);
    }
    await send('GET', '/pricing');
    await send('GET', '/datacenters');
    await send('GET', '/datacenters/1');
    await send('GET', '/images?include_deprecated=true&per_page=50');
    await send('GET', `/images/${snapshot}`);
    await send('PUT', `/images/${backup}`, { description: 'kept', type: 'snapshot' });
    await send('DELETE', `/images/${snapshot}`);
    await send('GET', '/ssh_keys');
    await send('GET', `/ssh_keys/${key}`);
    await send('PUT', `/ssh_keys/${key}`, { name: 'renamed' });
    await send('DELETE', `/ssh_keys/${key}`);

    await send('POST', `/servers/${id}/actions/poweroff`);
    await clock.advance(timings.powerOffMs);
    const server = await client.server(id);
    const ipv4 = server.public_net.ipv4?.id ?? 0;
    await send('GET', '/primary_ips');
    await send('GET', `/primary_ips/${ipv4}`);
    await send('PUT', `/primary_ips/${ipv4}`, { auto_delete: false });
    await send('DELETE', `/primary_ips/${ipv4}`);
    const unassigned = await send('POST', `/primary_ips/${ipv4}/actions/unassign`);
    expect(unassigned.status).toBe(201);
    await clock.advance(1000);
    await send('GET', `/primary_ips/${ipv4}`);
    await send('POST', `/primary_ips/${ipv4}/actions/assign`, {
      assignee_type: 'server',
      assignee_id: id,
    });
    await clock.advance(1000);
    await send('POST', `/primary_ips/${ipv4}/actions/unassign`);
    await clock.advance(1000);
    await send('GET', '/primary_ips/actions');
    await send('GET', `/primary_ips/${ipv4}/actions`);
    const [ipAction] = await idsOf(send, `/primary_ips/${ipv4}/actions`);
    await send('GET', `/primary_ips/actions/${ipAction}`);
    await send('GET', `/primary_ips/${ipv4}/actions/${ipAction}`);
    await send('DELETE', `/primary_ips/${ipv4}`);
    await send('POST', '/primary_ips', { name: 'kept', type: 'ipv4', location: 'fsn1' });
    await send('POST', '/primary_ips', {
      name: 'assigned',
      type: 'ipv4',
      assignee_type: 'server',
      assignee_id: id,
    });
    await clock.advance(1000);
    await send('DELETE', `/servers/${id}`);
    await clock.advance(10_000);
    await send('GET', `/servers/${id}`);

    expect(problems).toEqual([]);
    const all = operations.map(({ method, path }) => `${method} ${path}`);
    expect([...answered].sort()).toEqual(all.sort());
  });

  it('holds for refusals of every kind', async () => {
    const { emulator, clock, state, client, send, problems } = await startChecked({
      quotas: { servers: 2 },
      rateLimits: { project: { burst: 40, perSecond: 1 } },
    });
    const { server } = await client.create();
    const seen = new Set<string>();
    const refused = async (...request: Parameters<typeof send>) => {
      const { status, code } = errorIn(await send(...request));
      seen.add(`${status} ${code}`);
    };
    await refused('POST', '/servers', 'no JSON');
    await refused('POST', '/servers', { name: 'not_valid' });
    await refused('POST', '/servers', { name: 'web', server_type: 'cx23', image: 'debian-12' });
    await refused('DELETE', `/servers/${server.id}`);
    await refused('PATCH', '/servers');
    await refused('GET', '/nothing');
    await refused('GET', '/servers/7');
    await refused('GET', '/actions');
    await refused('DELETE', '/images/67794396');
    state.catalogue.setStock('cx23', 'fsn1', false);
    const another = { name: 'b', server_type: 'cx23', image: 'debian-12', location: 'fsn1' };
    await refused('POST', '/servers', another);
    emulator.quotas.set('servers', 1);
    await refused('POST', '/servers', { ...another, location: 'nbg1' });
    state.setMaintenance(true);
    await refused('POST', '/servers', another);
    state.setMaintenance(false);
    await clock.advance(10_000);
    state.protectServer(server.id);
    await refused('DELETE', `/servers/${server.id}`);
    await refused('GET', '/servers', undefined, { authorization: 'Bearer wrong' });
    for (let count = 0; count < 60; count++) await refused('GET', '/servers/7');

    expect([...seen].sort()).toEqual([
      '400 json_error',
      '401 unauthorized',
      '403 maintenance',
      '403 resource_limit_exceeded',
      '404 not_found',
      '405 method_not_allowed',
      '409 uniqueness_error',
      '410 deprecated_api_endpoint',
      '412 resource_unavailable',
      '422 invalid_input',
      '422 unsupported_error',
      '423 locked',
      '423 protected',
      '429 rate_limit_exceeded',
    ]);
    expect(problems).toEqual([]);
  });
});

async function idsOf(send: HetznerClient['send'], path: string): Promise<readonly unknown[]> {
  return namesIn(await send('GET', path), 'actions', 'id');
}
