import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findInstalled,
  type PackageTarball,
  packFolder,
  packWorkspacePackage,
  readManifest,
} from './package-tarball.js';

/** A package registry on loopback, so that packages are installed by name and nothing leaves the machine. */
export interface LoopbackRegistry {
  readonly url: string;
  /** Adds a package that a test has written. */
  publish(tarball: PackageTarball): void;
  /** The newest version of a package it has. */
  latest(name: string): PackageTarball;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Serves the workspace packages in these folders, packed as for publication, and everything they depend on. */
export async function startLoopbackRegistry(folders: readonly string[]): Promise<LoopbackRegistry> {
  const packages = new Map<string, Map<string, PackageTarball>>();
  const publish = (tarball: PackageTarball) => {
    const { name, version } = tarball.manifest;
    const versions = packages.get(name) ?? new Map<string, PackageTarball>();
    packages.set(name, versions.set(version, tarball));
  };

  const published = folders.map((folder) => join(root, folder));
  await Promise.all(published.map(async (folder) => publish(await packWorkspacePackage(folder))));
  for (const folder of collectDependencies(published)) publish(await packFolder(folder));

  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURIComponent(url.slice(1));
    const tarball = findTarball(packages, path);
    const versions = packages.get(path);
    if (tarball) response.end(tarball.content);
    else if (versions) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(describePackage(path, versions, address(server))));
    } else response.writeHead(404).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: address(server),
    publish,
    latest(name) {
      const newest = [...(packages.get(name)?.values() ?? [])].at(-1);
      if (newest === undefined) throw new Error(`The registry has no package ${name}.`);
      return newest;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The folders of all third-party packages that the given ones need, directly or not. */
function collectDependencies(folders: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...folders];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const { dependencies, optionalDependencies } = readManifest(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const dependency = findInstalled(name, folder);
      if (dependency === undefined || found.has(dependency) || name.startsWith('@stagely/'))
        continue;
      found.add(dependency);
      queue.push(dependency);
    }
  }
  return found;
}

function describePackage(name: string, versions: Map<string, PackageTarball>, url: string) {
  const published = new Date('2026-01-01T00:00:00Z').toISOString();
  return {
    name,
    'dist-tags': { latest: [...versions.keys()].at(-1) },
    time: Object.fromEntries(
      ['created', 'modified', ...versions.keys()].map((moment) => [moment, published]),
    ),
    versions: Object.fromEntries(
      [...versions].map(([version, { manifest, integrity }]) => [
        version,
        { ...manifest, dist: { integrity, tarball: `${url}/-/${name}/${version}.tgz` } },
      ]),
    ),
  };
}

function findTarball(
  packages: Map<string, Map<string, PackageTarball>>,
  path: string,
): PackageTarball | undefined {
  const [, name = '', version = ''] = /^-\/(.+)\/([^/]+)\.tgz$/.exec(path) ?? [];
  return packages.get(name)?.get(version);
}

function address(server: Server): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string')
    throw new Error('The registry is not listening.');
  return `http://127.0.0.1:${bound.port}`;
}
