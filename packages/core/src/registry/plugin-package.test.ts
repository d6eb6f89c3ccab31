import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PackageTree } from '../../test/package-tree.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { findPluginPackage } from './plugin-package.js';

const NAME = '@stagely/provider-x';

let tree: PackageTree;

beforeEach(() => {
  tree = new PackageTree();
});

afterEach(() => {
  expect(tree.imported).toEqual([]);
  tree.remove();
});

function find(from = '', packageName = NAME) {
  return findPluginPackage(packageName, tree.path(from));
}

describe('an installed plugin package', () => {
  test('is found in the folder of the application', () => {
    tree.plugin(`node_modules/${NAME}`);
    expect(find()).toEqual({
      packageName: NAME,
      version: '1.2.3',
      provider: 'x',
      entryPath: tree.path(`node_modules/${NAME}/index.js`),
    });
  });

  test('is found in a folder further up, where a workspace puts it', () => {
    tree.plugin(`node_modules/${NAME}`);
    tree.write('apps/one/src/main.js', '');
    expect(find('apps/one/src')?.entryPath).toBe(tree.path(`node_modules/${NAME}/index.js`));
  });

  test('is the nearest of several', () => {
    tree.plugin(`node_modules/${NAME}`, { manifest: { version: '1.0.0' } });
    tree.plugin(`app/node_modules/${NAME}`, { manifest: { version: '2.0.0' } });
    expect(find('app')).toMatchObject({
      version: '2.0.0',
      entryPath: tree.path(`app/node_modules/${NAME}/index.js`),
    });
  });

  test('is not hidden by a folder that a package manager left empty', () => {
    tree.plugin(`node_modules/${NAME}`);
    tree.write(`app/node_modules/${NAME}/node_modules/.keep`, '');
    expect(find('app')?.entryPath).toBe(tree.path(`node_modules/${NAME}/index.js`));
  });

  test('is imported from the folder whose manifest was read, also under another name of its own', () => {
    tree.plugin(`node_modules/${NAME}`);
    tree.plugin(`app/node_modules/${NAME}`, {
      manifest: { name: 'an-alias-of-this', version: '7.0.0' },
    });
    expect(find('app')).toMatchObject({
      packageName: NAME,
      version: '7.0.0',
      entryPath: tree.path(`app/node_modules/${NAME}/index.js`),
    });
  });

  test('is never the application itself, whatever that is called', () => {
    tree.plugin('', { manifest: { name: NAME, version: '9.0.0' } });
    expect(find()).toBeUndefined();
    tree.plugin(`node_modules/${NAME}`);
    expect(find()).toMatchObject({
      version: '1.2.3',
      entryPath: tree.path(`node_modules/${NAME}/index.js`),
    });
  });

  test('is found through the links that pnpm makes, at its real path', () => {
    const store = `node_modules/.pnpm/@stagely+provider-x@1.2.3/node_modules/${NAME}`;
    tree.plugin(store);
    tree.link(`app/node_modules/${NAME}`, store);
    expect(find('app')?.entryPath).toBe(tree.path(`${store}/index.js`));
    expect(findPluginPackage(NAME, tree.root)).toBeUndefined();
  });

  test('is not found through a link that leads nowhere', () => {
    tree.plugin(`elsewhere/${NAME}`);
    tree.link(`app/node_modules/${NAME}`, 'gone');
    expect(find('app')).toBeUndefined();
  });

  test('is not found where it is not installed', () => {
    tree.plugin('node_modules/stagely-provider-x');
    expect(find()).toBeUndefined();
  });
});

describe('the module to import', () => {
  test.each<[string, object, string]>([
    ['only an import condition', { exports: { '.': { import: './lib/a.mjs' } } }, 'lib/a.mjs'],
    ['only a default condition', { exports: { default: './lib/a.mjs' } }, 'lib/a.mjs'],
    ['only a node condition', { exports: { '.': { node: './lib/a.mjs' } } }, 'lib/a.mjs'],
    [
      'require before import',
      { exports: { require: './no.cjs', import: './lib/a.mjs' } },
      'lib/a.mjs',
    ],
    [
      'a condition of another runtime first',
      { exports: { browser: './no.js', default: './lib/a.mjs' } },
      'lib/a.mjs',
    ],
    [
      'a list of targets',
      { exports: { '.': ['no-target', { import: './lib/a.mjs' }] } },
      'lib/a.mjs',
    ],
    ['a main field', { exports: undefined, main: './lib/a.mjs' }, 'lib/a.mjs'],
    ['neither exports nor main', { exports: undefined, type: 'commonjs' }, 'index.js'],
  ])('is found of a package with %s', (_, manifest, entry) => {
    tree.plugin(`node_modules/${NAME}`, { manifest });
    tree.write(`node_modules/${NAME}/lib/a.mjs`, '');
    expect(find()?.entryPath).toBe(tree.path(`node_modules/${NAME}/${entry}`));
  });

  test('is looked for anew each time', () => {
    tree.plugin(`node_modules/${NAME}`, { manifest: { exports: './later.js' } });
    expect(() => find()).toThrow(IncompatibleProviderError);
    tree.write(`node_modules/${NAME}/later.js`, '');
    expect(find()?.entryPath).toBe(tree.path(`node_modules/${NAME}/later.js`));
  });

  test.each<[string, object]>([
    ['only a require condition', { exports: { require: './index.js' } }],
    ['no main entry', { exports: { './deep': './index.js' } }],
    ['a main entry that is closed', { exports: { '.': null } }],
    ['a file that is not there', { exports: './gone.js' }],
    ['a folder', { exports: './lib' }],
    ['a target outside of the package', { exports: './../../../outside.js' }],
    ['an absolute target', { exports: '/etc/hostname' }],
    ['a URL as target', { exports: 'data:text/javascript,0' }],
    ['another package as target', { exports: 'other' }],
    ['an encoded separator', { exports: './lib%2fa.mjs' }],
  ])('is missed of a package with %s', (_, manifest) => {
    tree.plugin(`node_modules/${NAME}`, { manifest });
    tree.write(`node_modules/${NAME}/lib/a.mjs`, '');
    tree.write('outside.js', '');
    expect(() => find()).toThrow(IncompatibleProviderError);
    expect(() => find()).toThrow(`${NAME}@1.2.3 is installed, but it has no module to import.`);
  });
});

describe('a package that is no plugin of this contract', () => {
  test.each<[string, object]>([
    ['no manifest', { stagely: undefined }],
    ['a manifest that is no object', { stagely: 'x' }],
    ['a manifest without provider', { stagely: { contract: 1 } }],
    ['a provider that is no text', { stagely: { provider: 1, contract: 1 } }],
    ['an empty provider', { stagely: { provider: '', contract: 1 } }],
    ['a provider that is no name', { stagely: { provider: '\u001b[2Jx', contract: 1 } }],
    ['a manifest without contract', { stagely: { provider: 'x' } }],
    ['a contract that is no number', { stagely: { provider: 'x', contract: '1' } }],
  ])('is refused when it has %s', (_, manifest) => {
    tree.plugin(`node_modules/${NAME}`, { manifest });
    expect(() => find()).toThrow(IncompatibleProviderError);
    expect(() => find()).toThrow(
      `${NAME}@1.2.3 is not a Stagely provider: its package.json has no "stagely": { "provider": "…", "contract": 1 }.`,
    );
  });

  test.each([0, 2, 1.5, -1])('is refused when it is made for contract %d', (contract) => {
    tree.plugin(`node_modules/${NAME}`, { manifest: { stagely: { provider: 'x', contract } } });
    expect(() => find()).toThrow(IncompatibleProviderError);
    expect(() => find()).toThrow(
      `${NAME}@1.2.3 is made for contract ${contract} and this @stagely/core for contract 1.`,
    );
  });

  test('is refused when its package.json cannot be read, and nothing further up is taken instead', () => {
    tree.plugin(`node_modules/${NAME}`);
    tree.plugin(`app/node_modules/${NAME}`);
    tree.write(`app/node_modules/${NAME}/package.json`, '{ "name": ');
    expect(() => find('app')).toThrow(`${NAME}@0.0.0 is not a Stagely provider`);
  });

  test('may have a version that is no text', () => {
    tree.plugin(`node_modules/${NAME}`, { manifest: { version: 5 } });
    expect(find()?.version).toBe('0.0.0');
  });
});
