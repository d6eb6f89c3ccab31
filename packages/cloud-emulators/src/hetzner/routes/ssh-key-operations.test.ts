import { describe, expect, it } from 'vitest';
import { errorIn, namesIn } from '../testing/hetzner-client.js';
import { sshPublicKey } from '../testing/ssh-public-key.js';
import { startHetzner } from '../testing/start-hetzner.js';

describe('SSH keys', () => {
  it('are created with their MD5 fingerprint', async () => {
    const { client } = await startHetzner();
    const public_key =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIADVNiNpb1Kw9UBlgopT2t9HGuGAc2/f321G+wTTilzs me';
    const answer = await client.send('POST', '/ssh_keys', { name: 'mine', public_key });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ssh_key: {
          name: 'mine',
          public_key,
          fingerprint: '93:f5:d8:47:92:fc:77:12:3e:49:34:52:2c:04:40:70',
          labels: {},
        },
      },
    });
  });

  it('are found by name, fingerprint and label', async () => {
    const { client, state } = await startHetzner();
    state.addSshKey({ name: 'b', publicKey: sshPublicKey('1'), labels: { team: 'x' } });
    const a = state.addSshKey({ name: 'a', publicKey: sshPublicKey('2') });
    const list = async (query: string) =>
      namesIn(await client.get(`/ssh_keys?${query}`), 'ssh_keys');
    const [fingerprint] = namesIn(await client.get('/ssh_keys?name=b'), 'ssh_keys', 'fingerprint');
    expect(await list('')).toEqual(['b', 'a']);
    expect(await list('sort=name')).toEqual(['a', 'b']);
    expect(await list('name=a')).toEqual(['a']);
    expect(await list(`fingerprint=${fingerprint}`)).toEqual(['b']);
    expect(await list('label_selector=team%3Dx')).toEqual(['b']);
    expect(await list('label_selector=!team')).toEqual(['a']);
    expect((await client.get(`/ssh_keys/${a}`)).body).toMatchObject({ ssh_key: { name: 'a' } });
  });

  it('are changed and deleted', async () => {
    const { client, state } = await startHetzner();
    const id = state.addSshKey({ name: 'a', publicKey: sshPublicKey('1') });
    const path = `/ssh_keys/${id}`;
    expect((await client.send('PUT', path, { name: 'b', labels: { c: 'd' } })).body).toMatchObject({
      ssh_key: { id, name: 'b', labels: { c: 'd' } },
    });
    expect((await client.send('DELETE', path)).status).toBe(204);
    expect((await client.get(path)).status).toBe(404);
    expect((await client.send('DELETE', path)).status).toBe(404);
    expect(state.addSshKey({ name: 'b', publicKey: sshPublicKey('1') })).toBeGreaterThan(id);
  });

  it('are unique by name and by key', async () => {
    const { client, state } = await startHetzner();
    state.addSshKey({ name: 'a', publicKey: sshPublicKey('1') });
    const other = state.addSshKey({ name: 'b', publicKey: sshPublicKey('2') });
    const create = (name: string, seed: string) =>
      client.send('POST', '/ssh_keys', { name, public_key: sshPublicKey(seed) });
    expect(errorIn(await create('a', '3'))).toMatchObject({
      status: 409,
      code: 'uniqueness_error',
      message: 'SSH key name is already used',
    });
    expect(errorIn(await create('c', '1'))).toMatchObject({
      code: 'uniqueness_error',
      message: 'SSH key with the same fingerprint already exists',
      details: { fields: [{ name: 'public_key' }] },
    });
    expect((await client.send('PUT', `/ssh_keys/${other}`, { name: 'a' })).status).toBe(409);
  });

  it.each([
    [{}, 'name'],
    [{ name: 'a' }, 'public_key'],
    [{ name: ' ', public_key: sshPublicKey('1') }, 'name'],
    [{ name: 'a', public_key: 'nonsense' }, 'public_key'],
    [{ name: 'a', public_key: 'ssh-ed25519 AAAA' }, 'public_key'],
    [{ name: 'a', public_key: 'ssh-ed25519 !!!!' }, 'public_key'],
    [{ name: 'a', public_key: sshPublicKey('1').replace('ssh-ed25519', 'ssh-rsa') }, 'public_key'],
    [{ name: 'a', public_key: sshPublicKey('1'), labels: { a: '/' } }, 'labels'],
    [{ name: 'a', public_key: sshPublicKey('1'), comment: 'x' }, 'comment'],
  ])('are refused: %j', async (body, field) => {
    const { client } = await startHetzner();
    const { status, details } = errorIn(await client.send('POST', '/ssh_keys', body));
    expect(status).toBe(422);
    expect(details).toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ name: field })]),
    });
  });
});
