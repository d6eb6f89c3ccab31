import type { Labels, Server, ServerStatus } from './server.js';

/** What became of a server, whatever the API shows of it. */
export interface ServerRecord {
  readonly id: number;
  readonly project: string;
  readonly name: string;
  readonly status: ServerStatus | 'gone';
  readonly type: string;
  readonly location: string;
  readonly architecture: 'x86' | 'arm';
  readonly labels: Labels;
  readonly userData: string | undefined;
  /** Ids. */
  readonly sshKeys: readonly number[];
  /** Addresses, whether or not they are shown yet. */
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
  readonly locked: boolean;
  readonly protected: boolean;
  readonly createdAt: number;
  /** From when its id answers 404; undefined while nobody has deleted it. */
  readonly goneAt: number | undefined;
}

export function describeServer(server: Server, now: number): ServerRecord {
  const { id, project, type, location, userData, sshKeys, createdAt, goneAt } = server;
  return {
    id,
    project,
    name: server.name.latest,
    status: now < goneAt ? server.status.at(now) : 'gone',
    type: type.name,
    location: location.name,
    architecture: type.architecture,
    labels: server.labels.latest,
    userData,
    sshKeys,
    ipv4: server.ipv4.at(now)?.ip,
    ipv6: server.ipv6.at(now)?.ip,
    locked: server.locked.at(now),
    protected: server.protected.at(now),
    createdAt,
    goneAt: Number.isFinite(goneAt) ? goneAt : undefined,
  };
}
