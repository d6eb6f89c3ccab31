import type { HetznerClient } from '@stagely/provider-hetzner/client';

/** Every request that users of the client can make. */
export const HETZNER_CALLS: Readonly<
  Record<string, (client: HetznerClient, userData: string) => Promise<unknown>>
> = {
  'actions.list': (client) => client.actions.list(),
  'actions.get': (client) => client.actions.get(1),
  'images.list': (client) => client.images.list(),
  'locations.list': (client) => client.locations.list(),
  'primaryIPs.list': (client) => client.primaryIPs.list(),
  'serverTypes.list': (client) => client.serverTypes.list(),
  'sshKeys.list': (client) => client.sshKeys.list(),
  'servers.list': (client) => client.servers.list({ labelSelector: 'a=b' }),
  'servers.get': (client) => client.servers.get(1),
  'servers.changeLabels': (client) => client.servers.changeLabels(1, { a: 'b' }),
  'servers.delete': (client) => client.servers.delete(1),
  'servers.actions.list': (client) => client.servers.actions.list(1),
  'servers.build': (client, userData) =>
    client.servers
      .build('web')
      .serverType('cx23')
      .image('ubuntu-24.04')
      .userData(userData)
      .create(),
  hiding: (client, userData) => client.hiding([userData], () => client.servers.get(1)),
};

/** The calls that are told user data. */
export const HETZNER_CALLS_WITH_USER_DATA: readonly string[] = ['servers.build', 'hiding'];
