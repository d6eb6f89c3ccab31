import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import spawn from 'nano-spawn';

/** The package managers that applications are installed with. */
export const packageManagers = ['npm', 'pnpm'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** An application in a folder of its own, outside this workspace. */
export interface Application {
  readonly folder: string;
  /** Runs one of its modules with Node.js and returns what it wrote to standard output. */
  run(
    module: string,
    options?: { nodePath?: string; env?: Record<string, string> },
  ): Promise<string>;
  remove(): Promise<void>;
}

export interface ApplicationOptions {
  readonly packageManager: PackageManager;
  readonly registryUrl: string;
  /** Package names and version ranges. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Contents of files by path inside the application. */
  readonly files: Readonly<Record<string, string>>;
}

/** Writes an application and installs its dependencies as its author would. */
export async function installApplication(options: ApplicationOptions): Promise<Application> {
  const { packageManager, registryUrl, dependencies, files } = options;
  const folder = await mkdtemp(join(tmpdir(), `stagely-application-${packageManager}-`));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const manifest = { name: 'application', private: true, type: 'module', dependencies };
    await writeFiles(folder, {
      'package.json': JSON.stringify(manifest),
      '.npmrc': `registry=${registryUrl}\n`,
      ...files,
    });
    await install(packageManager, folder, registryUrl);
    return {
      folder,
      remove,
      async run(module, { nodePath = process.execPath, env = {} } = {}) {
        const { stdout } = await spawn(nodePath, [module], { cwd: folder, env });
        return stdout;
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function install(
  manager: PackageManager,
  folder: string,
  registryUrl: string,
): Promise<void> {
  const cache = join(folder, '.package-cache');
  const options =
    manager === 'npm'
      ? ['--no-audit', '--no-fund', '--no-update-notifier', `--cache=${cache}`]
      : [`--store-dir=${cache}`, `--config.cacheDir=${cache}`, '--config.minimumReleaseAge=0'];
  await spawn(manager, ['install', `--registry=${registryUrl}`, ...options], { cwd: folder });
}
