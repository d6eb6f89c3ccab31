import { describe, expect, it } from 'vitest';
import { bodyOf, errorOf, startDigitalOcean } from '../testing/start-digitalocean.js';
import { fingerprintOf } from './fingerprint-of.js';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqFkSAyqV8G0VG2FxOWdvN7n2VgwMzMXJyPAlMWgoVn';

describe('SSH keys', () => {
  it('are added, read by id and fingerprint, renamed, listed and deleted', async () => {
    const { client } = await startDigitalOcean();
    const body = { name: 'me', public_key: `${key} me@example.com` };
    const { ssh_key } = await bodyOf(client('POST', '/v2/account/keys', body), 201);
    expect(ssh_key).toMatchObject({ ...body, fingerprint: expect.stringMatching(/^(..:){15}..$/) });
    for (const identifier of [ssh_key.id, ssh_key.fingerprint]) {
      expect(await bodyOf(client('GET', `/v2/account/keys/${identifier}`))).toEqual({ ssh_key });
    }
    const path = `/v2/account/keys/${ssh_key.id}`;
    await bodyOf(client('PUT', path, { name: 'you' }));
    expect(await bodyOf(client('GET', '/v2/account/keys'))).toEqual({
      ssh_keys: [{ ...ssh_key, name: 'you' }],
      links: {},
      meta: { total: 1 },
    });
    expect((await client('DELETE', `/v2/account/keys/${ssh_key.fingerprint}`)).status).toBe(204);
    for (const [method, change] of [['GET'], ['DELETE'], ['PUT', { name: 'x' }]] as const) {
      expect((await client(method, path, change)).status).toBe(404);
    }
  });

  it('are in the account once', async () => {
    const { client } = await startDigitalOcean();
    await bodyOf(client('POST', '/v2/account/keys', { name: 'a', public_key: key }), 201);
    const again = client('POST', '/v2/account/keys', { name: 'b', public_key: `${key} other` });
    expect(await errorOf(again)).toEqual({
      status: 422,
      id: 'unprocessable_entity',
      message: 'SSH Key is already in use on your account',
    });
  });

  it.each([
    ['no key', ''],
    ['a text', 'hello world'],
    ['a key without its type', key.slice(12)],
    ['a type that is not that of the key', key.replace('ssh-ed25519', 'ssh-rsa')],
    ['a key that is not base64', 'ssh-ed25519 ***'],
    ['two keys', `${key}\n${key}`],
    ['an unknown type', key.replace('ssh-ed25519', 'ssh-dss')],
  ])('refuse %s', async (_, public_key) => {
    const { client } = await startDigitalOcean();
    expect(await errorOf(client('POST', '/v2/account/keys', { name: 'a', public_key }))).toEqual({
      status: 422,
      id: 'unprocessable_entity',
      message: 'Key invalid, key should be of the format `type key [comment]`',
    });
  });

  it.each<[object, number, string]>([
    [{ public_key: key }, 422, 'name is required'],
    [{ name: ' ', public_key: key }, 422, "Name can't be blank"],
    [{ name: 'a' }, 422, 'public_key is required'],
    [{ name: 'a', public_key: 7 }, 422, 'public_key must be a string'],
    [{ name: 'a', public_key: key, id: 7 }, 400, 'found unpermitted parameters: id'],
  ])('refuse %j', async (body, status, message) => {
    const { client } = await startDigitalOcean();
    expect(await errorOf(client('POST', '/v2/account/keys', body))).toMatchObject({
      status,
      message,
    });
  });

  it('have the fingerprint that ssh-keygen gives them', () => {
    // ssh-keygen -E md5 -lf
    expect(fingerprintOf(key)).toBe('38:9c:ea:06:62:c7:09:d4:c8:3a:4f:d0:98:32:de:ed');
  });
});
