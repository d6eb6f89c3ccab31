import type { InstanceState } from '@stagely/core';
import { type ManagedInstance, readOwnershipTags } from '@stagely/core/plugin';
import { toArchitecture } from '../catalogue/cloud-architecture.js';
import type { HetznerServer } from '../client/resources/server.js';
import { readLabels } from '../labels/tag-labels.js';
import { isAbandonedName } from './server-name.js';

/** A server as the contract sees it. */
export interface HetznerInstance extends ManagedInstance {
  /** What it was made from; absent for snapshots. */
  readonly imageName?: string;
  /** Whether it carries Stagely's mark. */
  readonly managed: boolean;
}

const states: ReadonlyMap<string, InstanceState> = new Map([
  ['initializing', 'pending'],
  ['starting', 'pending'],
  ['running', 'running'],
  ['stopping', 'stopped'],
  ['off', 'stopped'],
  ['deleting', 'terminated'],
  // Not of use now, but they come back.
  ['migrating', 'pending'],
  ['rebuilding', 'pending'],
]);

export function toManagedInstance(server: HetznerServer): HetznerInstance {
  const { publicNet, privateNet, serverType, location, image, created } = server;
  const owned = readOwnershipTags(readLabels(server.labels));
  const state = toState(server);
  const publicIp = publicNet.ipv4?.ip;
  const privateIp = privateNet[0]?.ip;
  const imageName = image?.name ?? undefined;
  const { idempotencyKeyHash, specHash, creator, expiresAt } = owned ?? {};
  return {
    instanceId: String(server.id),
    state,
    ready: state === 'running' && publicIp !== undefined,
    region: location?.name ?? '',
    instanceType: serverType.name,
    architecture: toArchitecture(serverType.architecture),
    spotInstance: false,
    launchedAt: created,
    tags: owned?.tags ?? {},
    managed: owned !== undefined,
    specHash,
    creator,
    adopted: owned?.adopted,
    abandoned: owned !== undefined && isAbandonedName(server.name),
    ...(publicIp === undefined ? {} : { publicIp }),
    ...(privateIp === undefined ? {} : { privateIp }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash }),
    ...(imageName === undefined ? {} : { imageName }),
  };
}

/** Whether Hetzner has told a status that we know. */
export function hasKnownStatus({ status }: HetznerServer): boolean {
  return states.has(status);
}

/** A server that is off while an action holds it is about to be started: between its creation and its first start. */
function toState({ status, locked }: HetznerServer): InstanceState {
  if (status === 'off' && locked) return 'pending';
  return states.get(status) ?? 'pending';
}
