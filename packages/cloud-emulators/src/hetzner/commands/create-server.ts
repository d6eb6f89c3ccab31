import type { Image } from '../catalogue/images.js';
import type { Location } from '../catalogue/locations.js';
import type { ServerType } from '../catalogue/server-types.js';
import { limitExceeded, resourceUnavailable } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Action, PlannedFailure } from '../state/action.js';
import type { IpVersion, PrimaryIp } from '../state/primary-ip.js';
import type { PrivateNetwork } from '../state/private-network.js';
import type { Project } from '../state/project.js';
import type { Labels, Server, ServerStatus } from '../state/server.js';
import type { SshKey } from '../state/ssh-key.js';
import { Timeline } from '../state/timeline.js';
import { createPrimaryIp, requirePrimaryIpQuota } from './create-primary-ip.js';
import { releaseServer } from './release-server.js';

/** Which address a server gets: one that exists, a new one, or none. */
export type PublicAddress = PrimaryIp | 'new' | 'none';

/** A server to be made; everything it names exists and fits. */
export interface ServerSpec {
  readonly name: string;
  readonly type: ServerType;
  readonly image: Image;
  readonly location: Location;
  readonly labels: Labels;
  readonly sshKeys: readonly SshKey[];
  readonly userData: string | undefined;
  readonly start: boolean;
  readonly ipv4: PublicAddress;
  readonly ipv6: PublicAddress;
  readonly networks: readonly PrivateNetwork[];
  readonly firewalls: readonly number[];
  /** Default: now. */
  readonly createdAt?: number | undefined;
}

export interface CreatedServer {
  readonly server: Server;
  readonly action: Action;
  readonly nextActions: readonly Action[];
  /** Null where there are SSH keys. */
  readonly rootPassword: string | null;
}

/** @throws ApiError when the account is at a limit or there is no place for the server */
export function createServer(
  account: HetznerAccount,
  project: Project,
  spec: ServerSpec,
): CreatedServer {
  requireQuotas(account, spec);
  requireCapacity(account, spec);

  const { drawTiming } = account.context;
  const createMs = drawTiming('createMs');
  const runningMs = createMs + drawTiming('startMs');
  const server = addServer(account, project, spec);
  const resources = [{ type: 'server', id: server.id }] as const;
  const action = account.startAction(project, {
    command: 'create_server',
    resources,
    durationMs: createMs,
  });
  const nextActions = spec.start
    ? [
        account.startAction(project, {
          command: 'start_server',
          resources,
          durationMs: runningMs,
          failure: action.failure && startCancelled,
        }),
      ]
    : [];
  planBoot(account, project, server, { action, start: nextActions[0] });
  account.lock(server, nextActions[0] ?? action);
  const rootPassword = spec.sshKeys.length === 0 ? account.generatePassword() : null;
  return { server, action, nextActions, rootPassword };
}

const startCancelled: PlannedFailure = {
  code: 'action_failed',
  message: 'Action failed',
  removesServer: false,
};

function planBoot(
  account: HetznerAccount,
  project: Project,
  server: Server,
  { action, start }: { action: Action; start: Action | undefined },
): void {
  const created = action.finishesAt;
  if (action.failure) {
    server.status.plan({ from: created, value: 'off' });
    if (action.failure.removesServer) releaseServer(account, project, server, created, created);
    return;
  }
  if (start === undefined) {
    server.status.plan({ from: created, value: 'off' });
    return;
  }
  server.status.plan(
    { from: created, value: 'starting' },
    { from: start.finishesAt, value: start.failure ? 'off' : 'running' },
  );
}

function requireQuotas(account: HetznerAccount, { type, ipv4, ipv6 }: ServerSpec): void {
  if (!account.allows('servers', 1)) {
    throw limitExceeded('server limit exceeded', 'server_limit');
  }
  if (!account.allows('dedicatedCores', type.cpuType === 'dedicated' ? type.cores : 0)) {
    throw limitExceeded('dedicated core limit exceeded', 'dedicated_core_limit');
  }
  const addresses = [ipv4, ipv6].filter((address) => address === 'new').length;
  requirePrimaryIpQuota(account, addresses);
}

function requireCapacity(account: HetznerAccount, { type, location }: ServerSpec): void {
  const { catalogue, behaviour, context } = account;
  const disabled = catalogue.whyDisabled(location.name);
  if (disabled !== undefined) throw resourceUnavailable(disabled);
  if (!context.capacity.take({ type: type.name, region: location.name, market: 'on-demand' })) {
    throw resourceUnavailable(behaviour.soldOutMessage);
  }
}

/** Adds a server that is being initialized, with its addresses. */
export function addServer(account: HetznerAccount, project: Project, spec: ServerSpec): Server {
  const { clock, meter, drawTiming, random } = account.context;
  const id = account.ids.next();
  const now = clock.now();
  const { type, location, image, name, labels, sshKeys, userData, firewalls } = spec;
  const address = (version: IpVersion) => {
    const primaryIp = takeAddress(account, project, spec, version);
    primaryIp?.assignee.plan({ from: now, value: id });
    return new Timeline(now, primaryIp);
  };
  const server: Server = {
    id,
    project: project.name,
    createdAt: spec.createdAt ?? now,
    type,
    location,
    addressAt: now + drawTiming('addressMs'),
    privateAddresses: spec.networks.map(({ id: network, addresses }) => ({
      network,
      ip: addresses.next(),
      macAddress: `86:00:00:${random.hex(6).replace(/(..)(..)(..)/, '$1:$2:$3')}`,
    })),
    firewalls,
    sshKeys: sshKeys.map((key) => key.id),
    userData,
    name: new Timeline(now, name),
    labels: new Timeline(now, labels),
    status: new Timeline<ServerStatus>(now, 'initializing'),
    locked: new Timeline(now, false),
    protected: new Timeline(now, false),
    image: new Timeline<Image | null>(now, image),
    ipv4: address('ipv4'),
    ipv6: address('ipv6'),
    obeysShutdown: true,
    goneAt: Number.POSITIVE_INFINITY,
  };
  project.servers.add(server);
  account.allServers.set(id, server);
  meter.start({
    id: String(id),
    type: type.name,
    region: location.name,
    name,
    tags: Object.fromEntries(labels),
  });
  return server;
}

function takeAddress(
  account: HetznerAccount,
  project: Project,
  spec: ServerSpec,
  type: IpVersion,
): PrimaryIp | undefined {
  const wanted = spec[type];
  if (wanted === 'none') return undefined;
  if (wanted !== 'new') return wanted;
  const { location } = spec;
  const autoDelete = account.behaviour.autoDeletePrimaryIps;
  return createPrimaryIp(account, project, { type, location, autoDelete });
}
