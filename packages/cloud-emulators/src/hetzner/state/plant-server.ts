import { addServer } from '../commands/create-server.js';
import type { HetznerAccount } from './account.js';
import type { Project } from './project.js';
import type { Server, ServerStatus } from './server.js';

/** A server that is just there, as if somebody else had made it. */
export interface PlantedServer {
  readonly name: string;
  /** Default: `cx23`. */
  readonly type?: string | undefined;
  /** Default: `fsn1`. */
  readonly location?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Default: `running`. */
  readonly status?: ServerStatus | undefined;
  /** How long it has been there, in milliseconds. Default: 0. */
  readonly ageMs?: number | undefined;
}

/** @throws RangeError when the type or the location does not exist, or the name is taken */
export function plantServer(
  account: HetznerAccount,
  project: Project,
  planted: PlantedServer,
): Server {
  const { name, labels = {}, status = 'running', ageMs = 0 } = planted;
  const { type: typeName = 'cx23', location: locationName = 'fsn1' } = planted;
  const { catalogue, context } = account;
  const type = catalogue.serverTypes.find((each) => each.name === typeName);
  const location = catalogue.locations.find((each) => each.name === locationName);
  const image = catalogue.images.find((each) => each.architecture === type?.architecture);
  if (type === undefined) throw new RangeError(`There is no server type ${typeName}.`);
  if (location === undefined) throw new RangeError(`There is no location ${locationName}.`);
  if (image === undefined) throw new RangeError(`There is no image for ${typeName}.`);
  if (project.isServerNameTaken(name)) throw new RangeError(`There already is a server ${name}.`);
  const now = context.clock.now();
  const server = addServer(account, project, {
    name,
    type,
    location,
    image,
    labels: new Map(Object.entries(labels)),
    sshKeys: [],
    userData: undefined,
    start: true,
    ipv4: 'new',
    ipv6: 'new',
    networks: [],
    firewalls: [],
    createdAt: now - ageMs,
  });
  server.status.plan({ from: now, value: status });
  return server;
}
