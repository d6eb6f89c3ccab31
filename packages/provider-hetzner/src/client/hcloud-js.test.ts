import { type HetznerEmulator, startHetznerEmulator } from '@stagely/cloud-emulators';
import { VirtualClock } from '@stagely/core/plugin';
import { Client } from 'hcloud-js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TOKEN } from '../testing/start-cloud.js';
import { HetznerClient } from './hetzner-client.js';

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f test';

interface Side {
  readonly emulator: HetznerEmulator;
  readonly clock: VirtualClock;
}

/** The course of a program that uses all that both clients have; the answers are what it saw. */
async function useClient(client: Client | HetznerClient, { clock }: Side) {
  const seen: unknown[] = [];
  const see = <T>(value: T): T => {
    seen.push(value);
    return value;
  };
  const key = see(await client.sshKeys.create('mine', PUBLIC_KEY));
  see((await client.sshKeys.list({ name: 'mine' })).sshKeys);
  see(await client.sshKeys.get(key.id));
  await client.sshKeys.changeName(key.id, 'yours');
  see((await client.locations.list({ name: 'hel1' })).locations);
  see(await client.locations.get(1));
  see((await client.serverTypes.list({ perPage: 5, page: 2 })).serverTypes);
  see(await client.serverTypes.get(114));
  see((await client.images.list({ name: 'ubuntu-22.04', includeDeprecated: true })).images);
  see(await client.images.get(67794396));
  const { server, action } = await client.servers
    .build('web')
    .serverType('cx23')
    .image('ubuntu-24.04')
    .location('nbg1')
    .sshKey('yours')
    .labels({ env: 'test' })
    .userData('#cloud-config')
    .startAfterCreate(true)
    .create();
  see([server, action]);
  await client.servers.build('job').serverType('cx23').image('debian-12').create();
  see(await client.actions.get(action.id));
  see((await client.actions.list({ id: action.id })).actions);
  await clock.advance(30_000);
  see(await client.servers.get(server.id));
  const first = see(await client.servers.list({ labelSelector: '!none', perPage: 1 }));
  see(await first.next());
  see(await client.servers.changeName(server.id, 'renamed'));
  see((await client.servers.actions.list(server.id, { status: 'success' })).actions);
  see(await client.servers.actions.get(server.id, action.id));
  for (const command of ['powerOff', 'powerOn', 'reboot', 'reset', 'shutdown'] as const) {
    see(await client.servers.actions[command](server.id));
    await clock.advance(30_000);
  }
  see(await client.servers.actions.changeProtection(server.id, { delete: false, rebuild: false }));
  await clock.advance(30_000);
  see(await client.servers.delete(server.id));
  await client.sshKeys.delete(key.id);
  return seen;
}

async function startSide(): Promise<Side> {
  const clock = new VirtualClock();
  // Without this field, gone since July 2026, hcloud-js cannot read a server.
  const behaviour = { removedDatacenterField: true };
  const emulator = await startHetznerEmulator({ clock, behaviour });
  onTestFinished(() => emulator.close());
  return { emulator, clock };
}

function requestsOf({ emulator }: Side) {
  return emulator.requests
    .all()
    .map(({ method, path, query, body, status }) => ({ method, path, query, body, status }));
}

/** What of a value the other one has too, so that what only one client tells does not count. */
function inCommon(value: unknown, other: unknown): unknown {
  // hcloud-js takes "not yet" for the year 1970.
  if (value instanceof Date) return value.getTime() === 0 ? null : value;
  if (typeof value !== 'object' || value === null) return value;
  if (typeof other !== 'object' || other === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => inCommon(item, Reflect.get(other, index)));
  }
  const entries = Object.entries(value).filter(([name]) => name in other);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, inCommon(inner, Reflect.get(other, name))]),
  );
}

describe('to those who know hcloud-js, the client', () => {
  it('asks the same and tells the same', async () => {
    const [old, own] = [await startSide(), await startSide()];
    const baseURL = `${old.emulator.url}/v1/`;
    const seenByOld = await useClient(new Client({ token: TOKEN, baseURL }), old);
    const client = new HetznerClient({ token: TOKEN, baseURL: `${own.emulator.url}/v1` });
    const seenByOwn = await useClient(client, own);

    expect(requestsOf(own)).toEqual(requestsOf(old));
    expect(requestsOf(own).length).toBeGreaterThan(25);
    for (const [index, answer] of seenByOwn.entries()) {
      const common = inCommon(answer, seenByOld[index]);
      expect(Object.keys(Object(common)).length).toBeGreaterThan(0);
      expect(common).toEqual(inCommon(seenByOld[index], answer));
    }
  });
});
