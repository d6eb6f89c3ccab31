import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Made anew by what runs in the copy, or not needed by it. */
const LEFT_OUT = ['node_modules', 'coverage', 'test-results', '.turbo'];

/** A copy of a package, outside of the repository, whose files can be mutated. Its dependencies are the originals. */
export class MutatedPackage {
  readonly folder: string;
  readonly #home: string;

  constructor(name: string) {
    const original = join(root, 'packages', name);
    this.#home = mkdtempSync(join(realpathSync(tmpdir()), 'stagely-mutation-'));
    this.folder = join(this.#home, 'packages', name);
    mkdirSync(this.folder, { recursive: true });
    cpSync(original, this.folder, {
      recursive: true,
      filter: (path) => !LEFT_OUT.includes(basename(path)),
    });
    // What the package's own settings are based on.
    copyFileSync(join(root, 'tsconfig.base.json'), join(this.#home, 'tsconfig.base.json'));
    symlinkSync(join(original, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}
