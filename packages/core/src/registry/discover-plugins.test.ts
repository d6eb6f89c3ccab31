import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PackageTree } from '../../test/package-tree.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { ProviderNotInstalledError } from '../errors/provider-not-installed-error.js';
import { findApplication } from './application.js';
import { discoverPlugin, discoverPlugins, type PluginSources } from './discover-plugins.js';

let tree: PackageTree;

beforeEach(() => {
  tree = new PackageTree();
});

afterEach(() => {
  expect(tree.imported).toEqual([]);
  tree.remove();
});

function sources(declared: readonly string[], allowed: readonly string[] = []): PluginSources {
  const dependencies = Object.fromEntries(declared.map((name) => [name, '1']));
  tree.write('package.json', { name: 'app', dependencies });
  return { application: findApplication(tree.root), allowed: new Set(allowed) };
}

function failure(run: () => unknown): unknown {
  try {
    return { returned: run() };
  } catch (error) {
    return error;
  }
}

const OFFICIAL = '@stagely/provider-x';
const COMMUNITY = 'stagely-provider-x';

describe('the package of a plain name', () => {
  beforeEach(() => {
    tree.plugin(`node_modules/${OFFICIAL}`);
    tree.plugin(`node_modules/${COMMUNITY}`);
  });

  test('is the one under @stagely, before the one without scope', () => {
    expect(discoverPlugin('x', sources([COMMUNITY, OFFICIAL])).packageName).toBe(OFFICIAL);
  });

  test('is the one without scope where only that is declared', () => {
    expect(discoverPlugin('x', sources([COMMUNITY])).packageName).toBe(COMMUNITY);
  });

  test('is not chosen by what happens to be installed', () => {
    const both = sources(['@stagely/provider-y', 'stagely-provider-y']);
    tree.plugin('node_modules/stagely-provider-y');
    expect(failure(() => discoverPlugin('y', both))).toBeInstanceOf(ProviderNotInstalledError);
  });
});

test('a scoped name leads to the package under its scope', () => {
  tree.plugin('node_modules/@acme/stagely-provider-fast', { provider: 'fast' });
  const found = discoverPlugin('@acme/fast', sources(['@acme/stagely-provider-fast']));
  expect(found).toMatchObject({ packageName: '@acme/stagely-provider-fast', provider: 'fast' });
});

test('a full package name leads to that package', () => {
  tree.plugin(`node_modules/${OFFICIAL}`);
  tree.plugin(`node_modules/${COMMUNITY}`);
  const both = sources([OFFICIAL, COMMUNITY]);
  expect(discoverPlugin(COMMUNITY, both).packageName).toBe(COMMUNITY);
  expect(discoverPlugin(OFFICIAL, both).packageName).toBe(OFFICIAL);
});

describe('a package that is installed and not declared', () => {
  beforeEach(() => tree.plugin(`node_modules/${OFFICIAL}`));

  test('is not used, and the error says where to declare it and how', () => {
    const error = failure(() => discoverPlugin('x', sources(['other'])));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    expect(error).toHaveProperty(
      'message',
      `No package for the provider "x" is declared in ${tree.path('package.json')} (looked for ${OFFICIAL}, ${COMMUNITY}). Run: npm install ${OFFICIAL}`,
    );
  });

  test('is not used by its full name either', () => {
    const error = failure(() => discoverPlugin(OFFICIAL, sources([COMMUNITY])));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    expect(error).toHaveProperty('message', expect.stringContaining(`looked for ${OFFICIAL})`));
  });

  test('is used when the application allows it by name', () => {
    expect(discoverPlugin('x', sources([], [OFFICIAL])).packageName).toBe(OFFICIAL);
  });

  test('is not used where no package.json with a name is found', () => {
    const nowhere = { application: findApplication(tree.root), allowed: new Set<string>() };
    const error = failure(() => discoverPlugin('x', nowhere));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining(`is declared in any package.json above ${tree.root} (`),
    );
  });
});

describe('a package that is not installed', () => {
  test('is to be installed by the command for what is declared', () => {
    const error = failure(() => discoverPlugin('x', sources([COMMUNITY])));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    expect(error).toHaveProperty(
      'message',
      `${COMMUNITY} is declared in ${tree.path('package.json')}, but not installed (in a bundle or under Yarn PnP, use registerPlugin() instead). Run: npm install`,
    );
  });

  test('is to be installed by its name when it is only allowed', () => {
    const error = failure(() => discoverPlugin('x', sources([], [OFFICIAL])));
    expect(error).toHaveProperty(
      'message',
      `${OFFICIAL} is named in the option "plugins", but not installed (in a bundle or under Yarn PnP, use registerPlugin() instead). Run: npm install ${OFFICIAL}`,
    );
  });
});

describe('the list of plugins', () => {
  test('holds all that are declared or allowed, usable or not, in the order of their names', () => {
    tree.plugin(`node_modules/${OFFICIAL}`, { manifest: { version: '3.0.0' } });
    tree.plugin(`node_modules/${COMMUNITY}`);
    tree.plugin('node_modules/@acme/stagely-provider-fast', { provider: 'speed' });
    tree.plugin('node_modules/@stagely/provider-old', {
      manifest: { stagely: { provider: 'old', contract: 0 } },
    });
    tree.plugin('node_modules/stagely-provider-undeclared');
    tree.plugin('node_modules/stagely-provider-allowed', { provider: 'allowed' });
    tree.plugin('node_modules/other');
    const declared = [
      'stagely-provider-gone',
      COMMUNITY,
      'other',
      '@stagely/core',
      OFFICIAL,
      '@stagely/provider-old',
      '@acme/stagely-provider-fast',
    ];
    expect(discoverPlugins(sources(declared, ['stagely-provider-allowed', OFFICIAL]))).toEqual([
      {
        type: '@acme/fast',
        provider: 'speed',
        packageName: '@acme/stagely-provider-fast',
        version: '1.2.3',
      },
      {
        type: 'old',
        packageName: '@stagely/provider-old',
        problem: expect.any(IncompatibleProviderError),
      },
      { type: 'x', provider: 'x', packageName: OFFICIAL, version: '3.0.0' },
      {
        type: 'allowed',
        provider: 'allowed',
        packageName: 'stagely-provider-allowed',
        version: '1.2.3',
      },
      {
        type: 'gone',
        packageName: 'stagely-provider-gone',
        problem: expect.any(ProviderNotInstalledError),
      },
      { type: COMMUNITY, provider: 'x', packageName: COMMUNITY, version: '1.2.3' },
    ]);
  });

  test('names each plugin by a type that leads to it', () => {
    tree.plugin(`node_modules/${OFFICIAL}`);
    tree.plugin(`node_modules/${COMMUNITY}`);
    const both = sources([OFFICIAL, COMMUNITY]);
    for (const { type, packageName } of discoverPlugins(both)) {
      expect(discoverPlugin(type, both).packageName).toBe(packageName);
    }
  });

  test('is empty where nothing is declared', () => {
    tree.plugin(`node_modules/${OFFICIAL}`);
    expect(discoverPlugins(sources([]))).toEqual([]);
  });
});
