import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PackageTree } from '../../test/package-tree.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { findApplication } from './application.js';

let tree: PackageTree;

beforeEach(() => {
  tree = new PackageTree();
});

afterEach(() => tree.remove());

describe('the application', () => {
  test('is that of the nearest package.json with a name', () => {
    const manifestPath = tree.write('package.json', { name: 'a', dependencies: { near: '1' } });
    tree.write('src/package.json', { type: 'module', dependencies: { nameless: '1' } });
    tree.write('src/deep/package.json', { name: '', dependencies: { empty: '1' } });
    tree.write('src/deep/odd/package.json', { name: 5, dependencies: { odd: '1' } });
    const file = tree.write('src/deep/odd/broken/package.json', 'no { json');
    expect(findApplication(file)).toEqual({
      folder: tree.path('src/deep/odd/broken'),
      manifestPath,
      declared: new Set(['near']),
    });
  });

  test('is not that of a package further up', () => {
    tree.write('package.json', { name: 'workspace', dependencies: { far: '1' } });
    tree.write('apps/one/package.json', { name: 'one' });
    expect(findApplication(tree.path('apps/one')).declared).toEqual(new Set());
  });

  test('declares all four kinds of dependencies, and nothing else', () => {
    tree.write('package.json', {
      name: 'app',
      dependencies: { a: '1', both: '1' },
      devDependencies: { b: '1', both: '1' },
      optionalDependencies: { c: '1' },
      peerDependencies: { d: '1' },
      peerDependenciesMeta: { e: { optional: true } },
      bundledDependencies: ['f'],
      overrides: { g: '1' },
    });
    expect(findApplication(tree.root).declared).toEqual(new Set(['a', 'both', 'b', 'c', 'd']));
  });

  test('may have dependencies that are no object', () => {
    tree.write('package.json', {
      name: 'app',
      dependencies: 5,
      devDependencies: 'b',
      optionalDependencies: null,
      peerDependencies: { d: null },
    });
    expect(findApplication(tree.root).declared).toEqual(new Set(['d']));
  });

  test('is that of a nameless package.json with dependencies where none has a name', () => {
    const manifestPath = tree.write('package.json', { dependencies: { near: '1' } });
    tree.write('src/package.json', { type: 'module' });
    const { declared, ...application } = findApplication(join(tree.root, 'src'));
    expect(application).toEqual({ folder: join(tree.root, 'src'), manifestPath });
    expect(declared).toEqual(new Set(['near']));
  });

  test('has no manifest where there is none up to the root', () => {
    const application = findApplication(tree.root);
    expect(application.folder).toBe(tree.root);
    expect(application.declared).toEqual(new Set());
    expect(application).not.toHaveProperty('manifestPath');
  });

  test('is found through a link, at its real path', () => {
    tree.write('real/app/package.json', { name: 'app' });
    tree.link('link', 'real/app');
    expect(findApplication(tree.path('link')).folder).toBe(tree.path('real/app'));
  });
});

describe('where the search begins', () => {
  test.each<[string, (file: string) => string | URL]>([
    ['the path of a file', (file) => file],
    ['the path of a folder', (file) => join(file, '..')],
    ['a path with a slash at its end', (file) => `${join(file, '..')}/`],
    ['a file: URL as text, as import.meta.url', (file) => pathToFileURL(file).href],
    ['a file: URL object', (file) => pathToFileURL(file)],
    ['the file: URL of a folder', (file) => new URL('.', pathToFileURL(file))],
  ])('can be %s', (_, toFrom) => {
    const manifestPath = tree.write('a b%20#ü/package.json', { name: 'app' });
    const file = tree.write('a b%20#ü/main.js', '');
    const { folder, ...application } = findApplication(toFrom(file));
    expect(folder).toBe(tree.path('a b%20#ü'));
    expect(application.manifestPath).toBe(manifestPath);
  });

  test('can be a path that is relative to the working directory', () => {
    expect(findApplication('.').folder).toBe(process.cwd());
  });

  test.each([
    '/no/such/folder',
    'file:///no/such/folder',
    'file://another-host/share',
    'https://example.com/',
    'data:text/javascript,0',
  ])('cannot be %s', (from) => {
    const message =
      'new ProviderRegistry was given invalid input: options.resolveFrom must be the path or the file: URL of an existing file or folder';
    expect(() => findApplication(from)).toThrow(InvalidInputError);
    expect(() => findApplication(from)).toThrow(message);
    expect(() => findApplication(new URL(from, 'https://example.com/'))).toThrow(message);
  });
});
