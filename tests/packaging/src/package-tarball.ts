import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
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
    return {
      manifest: await readPackedManifest(file, unpacked),
      ...describe(await readFile(file)),
    };
  });
}

/** Packs a folder as it is: a package of somebody else's, or one that a test has written. */
export async function packFolder(folder: string): Promise<PackageTarball> {
  return inTemporaryFolder(async (destination) => {
    const file = join(destination, 'package.tar');
    // Not the asynchronous form: in tar 7.5.23 it ends its stream twice for some trees.
    create({ file, cwd: folder, prefix: 'package', portable: true, sync: true }, ['.']);
    return { manifest: readManifest(folder), ...describe(gzipSync(await readFile(file))) };
  });
}

/** A package that a test writes: its manifest, and the contents of its files by path. */
export interface PackageSource {
  readonly manifest: object;
  readonly files: Readonly<Record<string, string>>;
}

/** Packs a package that a test has written. */
export async function packSource({ manifest, files }: PackageSource): Promise<PackageTarball> {
  return inTemporaryFolder(async (folder) => {
    for (const [path, content] of Object.entries(files))
      await writeFile(join(folder, path), content);
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    return packFolder(folder);
  });
}

/** The same package with another manifest entry, such as its version. */
export async function repack(
  { content }: PackageTarball,
  changes: Readonly<Record<string, unknown>>,
): Promise<PackageTarball> {
  return inTemporaryFolder(async (destination) => {
    const file = join(destination, 'package.tgz');
    await writeFile(file, content);
    const unpacked = join(destination, 'unpacked');
    const manifest = { ...(await readPackedManifest(file, unpacked)), ...changes };
    await writeFile(join(unpacked, 'package.json'), JSON.stringify(manifest));
    return packFolder(unpacked);
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

function describe(content: Buffer): { content: Buffer; integrity: string } {
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
