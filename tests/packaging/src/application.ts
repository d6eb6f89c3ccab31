import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import spawn from 'nano-spawn';

/** The package managers that applications are installed with. */
export const packageManagers = ['npm', 'pnpm'] as const;
type PackageManager = (typeof packageManagers)[number];

/** An application in a folder of its own, outside this workspace. */
export interface Application {
  readonly folder: string;
  /** Runs one of its modules with the Node.js of this process and returns what it wrote to standard output. */
  run(module: string, ...options: string[]): Promise<string>;
  remove(): Promise<void>;
}

export interface ApplicationOptions {
  readonly packageManager: PackageManager;
  /** In its package.json. Default: none, as `npm install` leaves it in an empty folder. */
  readonly name?: string;
  readonly registryUrl: string;
  /** Package names and version ranges. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Contents of files by path inside the application. */
  readonly files: Readonly<Record<string, string>>;
}

/** Writes an application and installs its dependencies as its author would, in a folder whose name needs care in URLs. */
export async function installApplication(options: ApplicationOptions): Promise<Application> {
  const { packageManager, name, registryUrl, dependencies, files } = options;
  const folder = await mkdtemp(join(tmpdir(), `stagely application ü #${packageManager} `));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const manifest = { name, private: true, type: 'module', dependencies };
    await writeFiles(folder, {
      'package.json': JSON.stringify(manifest),
      '.npmrc': `registry=${registryUrl}\n`,
      ...files,
    });
    await install(packageManager, folder, registryUrl);
    return {
      folder,
      remove,
      async run(module, ...options) {
        const { stdout } = await spawn(process.execPath, [module, ...options], { cwd: folder });
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
