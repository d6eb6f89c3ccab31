import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import spawn from 'nano-spawn';
import { create, extract } from 'tar';
import * as v from 'valibot';

const record = v.optional(v.record(v.string(), v.string()), {});

const manifestSchema = v.looseObject({
  name: v.string(),
  version: v.string(),
  dependencies: record,
  optionalDependencies: record,
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

/** A package as a registry holds it. */
export interface PackageTarball {
  readonly manifest: Manifest;
  readonly content: Buffer;
  readonly integrity: string;
}

export function readManifest(folder: string): Manifest {
  return v.parse(manifestSchema, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** Packs a workspace package as it would be published. */
export async function packWorkspacePackage(folder: string): Promise<PackageTarball> {
  return inTemporaryFolder(async (destination) => {
    const file = join(destination, 'package.tgz');
    await spawn('pnpm', ['pack', '--out', file], { cwd: folder });
    const unpacked = join(destination, 'unpacked');
    return { manifest: await readPackedManifest(file, unpacked), ...(await readContent(file)) };
  });
}

/** Packs a package of somebody else's as it is installed. */
export async function packInstalledPackage(folder: string): Promise<PackageTarball> {
  return inTemporaryFolder(async (destination) => {
    const file = join(destination, 'package.tgz');
    await create({ file, cwd: folder, prefix: 'package', gzip: true, portable: true }, ['.']);
    return { manifest: readManifest(folder), ...(await readContent(file)) };
  });
}

/** The folder of an installed package, as the package in `from` finds it. */
export function findInstalled(name: string, from: string): string | undefined {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

async function readPackedManifest(file: string, unpacked: string): Promise<Manifest> {
  await mkdir(unpacked);
  await extract({ file, cwd: unpacked, strip: 1 });
  return readManifest(unpacked);
}

async function readContent(file: string): Promise<{ content: Buffer; integrity: string }> {
  const content = await readFile(file);
  return { content, integrity: `sha512-${createHash('sha512').update(content).digest('base64')}` };
}

async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stagely-pack-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
