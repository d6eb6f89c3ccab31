import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const IMPORTED = 'importedByPackageTree';

export interface PluginFiles {
  /** The provider's name. Default: `x`. */
  readonly provider?: string;
  /** Fields of package.json that replace the usual ones. */
  readonly manifest?: object;
  /** The text of index.js. Default: a working plugin. */
  readonly source?: string;
}

/** Packages laid out on the real file system as a package manager does it. */
export class PackageTree {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'stagely-packages-')));

  path(path: string): string {
    return join(this.root, path);
  }

  write(path: string, content: string | object): string {
    const file = this.path(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  link(path: string, target: string): void {
    const link = this.path(path);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(this.path(target), link, 'dir');
  }

  /** Writes a plugin package into a folder; its name is what follows `node_modules/`. */
  plugin(folder: string, files: PluginFiles = {}): void {
    const { provider = 'x', manifest, source = pluginSource(provider) } = files;
    this.write(`${folder}/package.json`, {
      name: folder.replace(/^.*node_modules\//, ''),
      version: '1.2.3',
      type: 'module',
      exports: './index.js',
      stagely: { provider, contract: 1 },
      ...manifest,
    });
    this.write(`${folder}/index.js`, `${canary}${source}`);
  }

  /** Which modules of this tree have been imported, as paths from its root. */
  get imported(): string[] {
    const urls: unknown = Reflect.get(globalThis, IMPORTED);
    const start = pathToFileURL(`${this.root}/`).href;
    return (Array.isArray(urls) ? urls : [])
      .map(String)
      .filter((url) => url.startsWith(start))
      .map((url) => url.slice(start.length));
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** The text of a module that tells by a global that it has been imported. */
export const canary = `(globalThis.${IMPORTED} ??= []).push(import.meta.url);\n`;

/** The text of a module whose default export is a working plugin. */
export function pluginSource(provider: string): string {
  return `
    const never = async () => { throw new Error('not part of this test'); };
    export default {
      name: ${JSON.stringify(provider)},
      contract: 1,
      credentials: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
      secretFields: ['api_token'],
      createProvider: () => ({
        name: ${JSON.stringify(provider)},
        madeBy: import.meta.url,
        createInstance: never,
        getInstanceStatus: never,
        terminateInstance: never,
        validateCredentials: never,
        listInstances: never,
        setExpiry: never,
      }),
      credentialsFromEnvironment: () => ({}),
    };
  `;
}
