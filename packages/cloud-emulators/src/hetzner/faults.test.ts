import { describe, expect, it } from 'vitest';
import { hetznerFaults } from './faults.js';
import { errorIn, namesIn } from './testing/hetzner-client.js';
import { startHetzner } from './testing/start-hetzner.js';

const smallest = { name: 'web', server_type: 'cx23', image: 'debian-12' };

describe('faults', () => {
  it('go by the names of operations', async () => {
    const { emulator, client, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    emulator.faults.add({ operation: 'GET /v1/servers/{id}', fault: hetznerFaults.serverError });
    emulator.faults.add({
      operation: 'POST /v1/servers/{id}/actions/poweroff',
      fault: hetznerFaults.conflict,
    });
    expect((await client.get('/servers')).status).toBe(200);
    expect(errorIn(await client.get(`/servers/${id}`))).toMatchObject({
      status: 500,
      code: 'server_error',
      details: null,
    });
    expect((await client.get(`/servers/${id}`)).status).toBe(200);
    const path = `/servers/${id}/actions/poweroff`;
    expect(errorIn(await client.send('POST', path))).toMatchObject({
      status: 409,
      code: 'conflict',
    });
    expect((await client.send('POST', path)).status).toBe(201);
    expect(emulator.requests.countByOperation()).toEqual(
      new Map([
        ['GET /v1/servers', 1],
        ['GET /v1/servers/{id}', 2],
        ['POST /v1/servers/{id}/actions/poweroff', 2],
      ]),
    );
  });

  it('can lose the answer of a creation that has its effect', async () => {
    const { emulator, client } = await startHetzner();
    emulator.faults.add({ operation: 'POST /v1/servers', fault: { type: 'resetAfter' } });
    await expect(client.send('POST', '/servers', smallest)).rejects.toThrow(TypeError);
    expect(namesIn(await client.get('/servers?name=web'), 'servers')).toEqual(['web']);
    expect(errorIn(await client.send('POST', '/servers', smallest)).code).toBe('uniqueness_error');
  });

  it.each(Object.entries(hetznerFaults))('know the refusal %s', async (_name, fault) => {
    const { emulator, client, state } = await startHetzner();
    emulator.faults.add({ operation: 'POST /v1/servers', fault });
    const refused = await client.send('POST', '/servers', smallest);
    if (fault.type !== 'status') throw new Error('A refusal has a status.');
    expect(errorIn(refused)).toEqual({
      status: fault.status,
      code: fault.code,
      message: fault.message,
      details: null,
    });
    expect(refused.headers.get('x-correlation-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(state.servers()).toEqual([]);
    expect((await client.send('POST', '/servers', smallest)).status).toBe(201);
  });
});
